import { emulate, type Fault, type ProviderEmulator } from '../../lib/providers/emulator-base';
import { type ProviderServer, startProviderServer } from '../../local/provider-server';

const ORIGIN = 'https://sms.example.com';
const emulator: ProviderEmulator = {
  id: 'echo',
  origin: ORIGIN,
  handle: ({ body }) =>
    body === 'bad'
      ? { status: 400, headers: {}, body: 'no' }
      : { status: 201, headers: {}, body: 'yes', accepted: { id: '1', to: '+49', from: 'us', text: body } },
  errors: { '21611': () => ({ status: 429, headers: {}, body: 'queue full' }) },
};

let server: ProviderServer;
const accepted: (string | undefined)[] = [];
const send = async (body = 'x') => {
  try {
    const response = await fetch(server.endpoints[ORIGIN] as string, { method: 'POST', body });
    return [response.status, response.headers.get('retry-after'), await response.text()];
  } catch (error) {
    return (error as { cause: { code?: string } }).cause.code;
  }
};

beforeAll(async () => {
  server = await startProviderServer([emulator], 0);
  server.events.on('request', (request) => accepted.push(request.accepted?.text));
});
beforeEach(() => accepted.splice(0));
afterEach(() => server.setFault(ORIGIN));
afterAll(() => server.close());

it.each<[Fault, unknown, readonly unknown[]]>([
  [{ kind: 'error', code: '21611' }, [429, null, 'queue full'], [undefined]],
  [{ kind: 'throttled' }, [429, null, ''], [undefined]],
  [{ kind: 'throttled', retryAfterSeconds: 7 }, [429, '7', ''], [undefined]],
  [{ kind: 'slow', delayMs: 20 }, [201, null, 'yes'], ['x']],
  [{ kind: 'lost_response' }, 'UND_ERR_SOCKET', ['x']],
  [{ kind: 'cut_off' }, 'UND_ERR_SOCKET', [undefined]],
  [{ kind: 'down' }, 'ECONNREFUSED', []],
])('%j: the client sees %j, and the provider has done %j', async (fault, seen, done) => {
  await server.setFault(ORIGIN, fault);
  expect(await send()).toEqual(seen);
  expect(accepted).toEqual(done);
  await server.setFault(ORIGIN);
  expect(await send()).toEqual([201, null, 'yes']);
});

it('a request that is wrong in itself is refused for that', async () => {
  await server.setFault(ORIGIN, { kind: 'error', code: '21611' });
  expect(await send('bad')).toEqual([400, null, 'no']);
});

it('a plan decides for each request', async () => {
  await server.setFault(ORIGIN, ({ body }) => (body === 'unlucky' ? { kind: 'cut_off' } : undefined));
  expect([await send('lucky'), await send('unlucky')]).toEqual([[201, null, 'yes'], 'UND_ERR_SOCKET']);
});

it('an error that the provider does not have cannot be asked for, nor an origin that nobody stands in for', async () => {
  const request = { method: 'POST', path: '/', headers: {}, body: 'x' };
  expect(() => emulate(emulator, request, { kind: 'error', code: '1' })).toThrow(
    'echo has no error "1": it knows 21611',
  );
  await expect(server.setFault('https://a.example')).rejects.toThrow(
    'no emulator stands in for https://a.example: there are https://sms.example.com',
  );
});
