import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AcceptedMessage, EmulatedResponse, ProviderEmulator } from '../lib/providers/emulator';
import { type LocalServer, readText, serve } from './http';

/** A request that an emulator has received whole. */
export interface ProviderRequest {
  readonly provider: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly status: number;
  /** Absent: the provider refused it. */
  readonly accepted?: AcceptedMessage;
}

export interface ProviderEvents {
  /** A whole request is there. What it asks for is done from now on, whether or not the answer reaches anybody. */
  request: [ProviderRequest];
  /** The answer has been written, or its client is gone. */
  response: [ProviderRequest];
}

/** Emulated providers, each on a port of its own. */
export interface ProviderServer {
  readonly events: EventEmitter<ProviderEvents>;
  /** From a provider's real origin to the one that answers here. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Received and not answered. */
  inFlight(): readonly ProviderRequest[];
  close(): Promise<void>;
}

/** How long a provider takes to answer: always, or each time anew. */
export type Latency = number | (() => number);

export async function startProviderServer(
  emulators: readonly ProviderEmulator[],
  latencyMs: Latency,
): Promise<ProviderServer> {
  const events = new EventEmitter<ProviderEvents>();
  const inFlight = new Set<ProviderRequest>();
  const servers: LocalServer[] = [];
  const endpoints: Record<string, string> = {};

  const answer = async (emulator: ProviderEmulator, request: IncomingMessage, response: ServerResponse) => {
    const emulated = emulator.handle(await receive(request));
    const entry = describe(emulator, emulated);
    inFlight.add(entry);
    const write = () => response.writeHead(emulated.status, { ...emulated.headers }).end(emulated.body);
    const delay = typeof latencyMs === 'number' ? latencyMs : latencyMs();
    const timer = delay > 0 ? setTimeout(write, delay) : undefined;
    response.once('close', () => {
      clearTimeout(timer);
      inFlight.delete(entry);
      events.emit('response', entry);
    });
    events.emit('request', entry);
    if (timer === undefined) write();
  };

  for (const emulator of emulators) {
    const server = await serve((request, response) => answer(emulator, request, response));
    servers.push(server);
    endpoints[emulator.origin] = server.origin;
  }
  return {
    events,
    endpoints,
    inFlight: () => [...inFlight],
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

async function receive(request: IncomingMessage) {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: await readText(request),
  };
}

function describe(emulator: ProviderEmulator, { status, accepted }: EmulatedResponse): ProviderRequest {
  return { provider: emulator.id, receivedAt: Date.now(), status, ...(accepted === undefined ? {} : { accepted }) };
}
