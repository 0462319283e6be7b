/**
 * Entry of a provider in a process of its own: `provider-process.mts <latency in milliseconds> <auth token>`.
 *
 * Twilio's API as our emulator has it, and for every other path a gateway that takes whatever JSON it is sent. `GET /seen` gives
 * what it took since it was last asked. With a latency of `Infinity` it never answers. It sends `{ port }` to its parent once it
 * listens, and ends with it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EmulatedResponse } from '../../lib/providers/emulator-base';
import { twilioEmulator } from '../../lib/providers/twilio/emulator';
import { readText, serve } from '../../local/http';
import type { Seen } from './provider';

const [latency = '0', authToken = ''] = process.argv.slice(2);
const latencyMs = Number(latency);
const twilio = twilioEmulator({ authTokens: [authToken] });
let seen: Seen[] = [];

process.once('disconnect', () => process.exit());

serve(async (request, response) => {
  if (request.url === '/seen') {
    response.end(JSON.stringify(seen));
    seen = [];
    return;
  }
  await take(request, response);
}).then(({ port }) => process.send?.({ port }));

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readText(request);
  const at = Date.now();
  const path = request.url ?? '';
  const headers = request.headers as Record<string, string>;
  const answer = path.startsWith('/2010-04-01/')
    ? twilio.handle({ method: request.method ?? '', path, headers, body })
    : gateway(body);
  seen.push({ at, path, headers, body, text: answer.accepted?.text });
  const write = () => response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  if (latencyMs === 0) write();
  else if (Number.isFinite(latencyMs)) setTimeout(write, latencyMs);
}

function gateway(body: string): EmulatedResponse {
  const { to, text } = JSON.parse(body) as { to: string; text: string };
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"id":"1"}',
    accepted: { id: '1', to, from: '', text },
  };
}
