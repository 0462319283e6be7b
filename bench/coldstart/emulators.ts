import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { twilioEmulator } from '../../lib/providers/twilio/emulator';

/** What the emulators saw of one process. Times are `process.hrtime` in nanoseconds. */
export interface Observations {
  parameterAskedAt?: bigint;
  /** The head of the first request to the provider was there. */
  requestedAt?: bigint;
  /** Text of the message that the provider took. */
  accepted?: string;
  /** How late the probe's requests were noticed, in nanoseconds. */
  readonly delays: bigint[];
}

/** Parameter Store and Twilio on loopback, in this process: it has nothing else to do while a function runs. */
export interface Emulators {
  readonly ssm: string;
  readonly twilio: string;
  /** Forgets what was seen before. */
  observe(): Observations;
  close(): void;
}

/** @param latencyMs how long Parameter Store takes to answer */
export async function startEmulators(token: string, latencyMs: number): Promise<Emulators> {
  let seen: Observations = { delays: [] };
  const emulator = twilioEmulator({ authTokens: [token] });

  const ssm = await listen(async (request, response) => {
    seen.parameterAskedAt ??= process.hrtime.bigint();
    const { Name, Names } = JSON.parse(await text(request)) as { Name?: string; Names?: string[] };
    await setTimeout(latencyMs);
    const parameter = (name: string) => ({ Name: name, Type: 'SecureString', Value: token, Version: 1 });
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(
      JSON.stringify(
        Name === undefined
          ? { Parameters: Names?.map(parameter), InvalidParameters: [] }
          : { Parameter: parameter(Name) },
      ),
    );
  });

  const twilio = await listen(async (request, response) => {
    const now = process.hrtime.bigint();
    const writtenAt = request.headers['x-written-at'];
    if (writtenAt !== undefined) {
      seen.delays.push(now - BigInt(String(writtenAt)));
      response.end();
      return;
    }
    seen.requestedAt ??= now;
    const answer = emulator.handle(await received(request));
    if (answer.accepted !== undefined) seen.accepted = answer.accepted.text;
    response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  });

  return {
    ssm: ssm.origin,
    twilio: twilio.origin,
    observe: () => {
      seen = { delays: [] };
      return seen;
    },
    close: () => {
      ssm.close();
      twilio.close();
    },
  };
}

async function received(request: IncomingMessage) {
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers as Record<string, string>,
    body: await text(request),
  };
}

async function listen(listener: RequestListener): Promise<{ origin: string; close(): void }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
