import { request } from 'node:http';
import type { ProviderEmulator } from '../../lib/providers/emulator-base';
import { type ProviderServer, startProviderServer } from '../../local/provider-server';
import { eventually } from './support';

const ORIGIN = 'https://sms.example.com';
const echo: ProviderEmulator = {
  id: 'echo',
  origin: ORIGIN,
  handle: ({ method, path, headers, body }) =>
    body === 'bad'
      ? { status: 400, headers: {}, body: 'no' }
      : {
          status: 201,
          headers: { 'x-seen': `${method} ${path} ${headers['x-key']}` },
          body: 'yes',
          accepted: { id: '1', to: '+49', from: 'us', text: body },
        },
};

let server: ProviderServer;
const endpoint = () => server.endpoints[ORIGIN] as string;

afterEach(() => server.close());

test("answers for the provider's origin and tells of every request", async () => {
  server = await startProviderServer([echo], 0);
  const seen: unknown[] = [];
  server.events.on('request', (entry) => seen.push(entry));
  const good = await fetch(`${endpoint()}/send?a=1`, { method: 'POST', headers: { 'X-Key': 'k' }, body: 'héllo 😀' });
  expect([good.status, good.headers.get('x-seen'), await good.text()]).toEqual([201, 'POST /send?a=1 k', 'yes']);
  const bad = await fetch(endpoint(), { method: 'POST', body: 'bad' });
  expect([bad.status, await bad.text()]).toEqual([400, 'no']);
  const origin = 'https://sms.example.com';
  expect(seen).toEqual([
    {
      provider: 'echo',
      origin,
      request: expect.objectContaining({ method: 'POST', path: '/send?a=1', body: 'héllo 😀' }),
      response: expect.objectContaining({ status: 201, body: 'yes' }),
      receivedAt: expect.any(Number),
      status: 201,
      accepted: { id: '1', to: '+49', from: 'us', text: 'héllo 😀' },
    },
    {
      provider: 'echo',
      origin,
      request: expect.objectContaining({ path: '/', body: 'bad' }),
      response: { status: 400, headers: {}, body: 'no' },
      receivedAt: expect.any(Number),
      status: 400,
    },
  ]);
});

test('a request counts from the moment that it is there, and is in flight until it is answered', async () => {
  server = await startProviderServer([echo], 100);
  const started = Date.now();
  const inFlight: number[] = [];
  server.events.on('request', () => inFlight.push(server.inFlight().length));
  await fetch(endpoint(), { method: 'POST', body: 'x' });
  expect(inFlight).toEqual([1]);
  expect(Date.now() - started).toBeGreaterThanOrEqual(99);
  await eventually(() => server.inFlight().length === 0, 'none in flight');
});

test('a client that goes before the answer has sent its message all the same', async () => {
  server = await startProviderServer([echo], 60_000);
  const accepted: unknown[] = [];
  server.events.on('request', ({ accepted: message }) => accepted.push(message?.text));
  const outgoing = request(endpoint(), { method: 'POST' }).on('error', () => {});
  outgoing.end('x');
  await eventually(() => server.inFlight().length === 1, 'one in flight');
  outgoing.destroy();
  await eventually(() => server.inFlight().length === 0, 'none in flight');
  expect(accepted).toEqual(['x']);
});

test('half a request is none', async () => {
  server = await startProviderServer([echo], 0);
  const seen: unknown[] = [];
  server.events.on('request', (entry) => seen.push(entry));
  const outgoing = request(endpoint(), { method: 'POST', headers: { 'content-length': 10 } }).on('error', () => {});
  outgoing.write('half');
  await new Promise((resolve) => setTimeout(resolve, 30));
  outgoing.destroy();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(seen).toEqual([]);
});
