import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { callJson } from '../../lambda/aws/signed-call';
import { errorName } from '../../lambda/error-name';

const CALL = { service: 'dynamodb', target: 'DynamoDB_20120810.GetItem', input: {} } as const;

beforeAll(() => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});

interface Service {
  readonly env: NodeJS.ProcessEnv;
  /** The connections over which calls came, in order. */
  readonly sockets: Socket[];
}

async function withService(use: (service: Service) => Promise<void>, answer = '{}'): Promise<void> {
  const sockets: Socket[] = [];
  const server = http.createServer((incoming, outgoing) => {
    sockets.push(incoming.socket);
    incoming.resume().on('end', () => outgoing.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await use({ sockets, env: { AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL_DYNAMODB: endpoint } });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The connection of an answered call is free in the next turn of the event loop. */
async function call(env: NodeJS.ProcessEnv): Promise<unknown> {
  const answer = await callJson(CALL, env);
  await new Promise(setImmediate);
  return answer;
}

it('uses a connection again, but not one that has been idle for over four seconds by the wall clock', async () => {
  await withService(async ({ sockets, env }) => {
    const start = 1_000_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(start);
    await call(env);
    clock.mockReturnValue(start + 4_000);
    await call(env);
    clock.mockReturnValue(start + 8_001);
    await call(env);
    clock.mockRestore();
    expect(sockets.map((socket) => sockets.indexOf(socket))).toEqual([0, 0, 2]);
  });
});

it('calls again over a new connection when the service has closed the old one', async () => {
  await withService(async ({ sockets, env }) => {
    await call(env);
    sockets[0]?.destroy();
    expect(await call(env)).toEqual({});
    expect(sockets.map((socket) => sockets.indexOf(socket))).toEqual([0, 1]);
  });
});

it.each([
  ['in time', '', 200, 'ETIMEDOUT'],
  [
    'but with another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    60_000,
    'Error',
  ],
])('gives up a service that does not answer %s, and says why', async (_, answer, timeoutMs, name) => {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL_DYNAMODB: endpoint };
  const error = await callJson({ ...CALL, timeoutMs }, env).catch((thrown: unknown) => thrown);
  expect(errorName(error)).toBe(name);
  server.close();
});

it('takes an answer without a body, as SQS gives it, for one that says nothing', async () => {
  await withService(async ({ env }) => {
    expect(await call(env)).toEqual({});
  }, '');
});
