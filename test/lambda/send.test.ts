import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import net from 'node:net';
import { createSender, SendError } from '../../lambda/request/send';

const ORIGIN = 'https://sms.example.com';

/** What a server does with a request; the sender reaches it under the provider's origin. */
async function withServer<T>(
  handle: http.RequestListener,
  use: (endpoint: string, server: http.Server) => Promise<T>,
): Promise<T> {
  const server = http.createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, server);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const request = (fields: object = {}) => ({
  method: 'POST',
  url: new URL(`${ORIGIN}/send?a=1`),
  headers: new Map([['content-type', 'application/json']]),
  body: '{"é":1}',
  ...fields,
});

async function failure(promise: Promise<unknown>): Promise<SendError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SendError);
  return error as SendError;
}

it('writes method, path, headers and body as they are, and reads the response', async () => {
  const seen: unknown[] = [];
  const response = await withServer(
    (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => {
        const { 'content-type': type, 'content-length': length, 'user-agent': agent } = incoming.headers;
        seen.push([incoming.method, incoming.url, type, length, agent, Buffer.concat(chunks).toString()]);
        outgoing.writeHead(201, { 'X-Id': '7', 'Set-Cookie': ['a', 'b'] }).end('{"sid":"SM1"}');
      });
    },
    (endpoint) => createSender({ [ORIGIN]: endpoint }).send(request(), 1000),
  );
  expect(seen).toEqual([['POST', '/send?a=1', 'application/json', '8', 'cdktf-sms-courier', '{"é":1}']]);
  expect(response).toMatchObject({
    status: 201,
    headers: { 'x-id': '7', 'set-cookie': 'a, b' },
    body: '{"sid":"SM1"}',
  });
});

it('uses a connection again, but not one that has been idle for over four seconds', async () => {
  const sockets = new Set<Socket>();
  await withServer(
    (incoming, outgoing) => {
      sockets.add(incoming.socket);
      outgoing.end();
    },
    async (endpoint) => {
      const sender = createSender({ [ORIGIN]: endpoint });
      const clock = jest.spyOn(Date, 'now');
      const start = 1_000_000;
      clock.mockReturnValue(start);
      await sender.send(request(), 1000);
      await new Promise(setImmediate);
      clock.mockReturnValue(start + 3_900);
      sender.dropIdleSockets();
      await sender.send(request(), 1000);
      expect(sockets.size).toBe(1);
      await new Promise(setImmediate);
      clock.mockReturnValue(start + 8_000);
      sender.dropIdleSockets();
      await sender.send(request(), 1000);
      clock.mockRestore();
      expect(sockets.size).toBe(2);
    },
  );
});

it('follows no redirect', async () => {
  let requests = 0;
  const response = await withServer(
    (_, outgoing) => {
      requests++;
      outgoing.writeHead(307, { location: '/elsewhere' }).end();
    },
    (endpoint) => createSender({ [ORIGIN]: endpoint }).send(request(), 1000),
  );
  expect([response.status, requests]).toEqual([307, 1]);
});

it('reads at most 64 KiB of a response', async () => {
  const response = await withServer(
    (_, outgoing) => {
      outgoing.write('x'.repeat(200_000)); // and never ends
    },
    (endpoint) => createSender({ [ORIGIN]: endpoint }).send(request(), 1000),
  );
  expect(response.status).toBe(200);
  expect(response.body).toHaveLength(64 * 1024);
});

describe('what went wrong before the request was written is unavailable', () => {
  it('a refused connection', async () => {
    const endpoint = await withServer(
      () => {},
      async (address) => address,
    );
    const error = await failure(createSender({ [ORIGIN]: endpoint }).send(request(), 1000));
    expect(error).toMatchObject({ outcome: 'unavailable', message: 'no connection: ECONNREFUSED' });
  });

  it('a TLS handshake that fails', async () => {
    await withServer(
      () => {},
      async (endpoint) => {
        const error = await failure(
          createSender({ [ORIGIN]: endpoint.replace('http:', 'https:') }).send(request(), 1000),
        );
        expect(error.outcome).toBe('unavailable');
      },
    );
  });

  it('a TLS handshake that never ends', async () => {
    const silent = net.createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const error = await failure(
      createSender({ [ORIGIN]: `https://127.0.0.1:${(silent.address() as AddressInfo).port}` }).send(request(), 100),
    );
    silent.close();
    expect(error).toMatchObject({ outcome: 'unavailable', message: 'no connection within 100 ms' });
  });

  it('a scheme that is not https', async () => {
    const error = await failure(createSender().send(request({ url: new URL('http://127.0.0.1:9/') }), 1000));
    expect(error).toMatchObject({ outcome: 'unavailable', message: expect.stringContaining('use https') });
  });
});

describe('what went wrong afterwards is ambiguous', () => {
  it('no response in time', async () => {
    await withServer(
      () => {},
      async (endpoint) => {
        const error = await failure(createSender({ [ORIGIN]: endpoint }).send(request(), 100));
        expect(error).toMatchObject({ outcome: 'ambiguous', message: 'no response within 100 ms' });
      },
    );
  });

  it('a connection that is cut', async () => {
    await withServer(
      (incoming) => incoming.socket.destroy(),
      async (endpoint) => {
        const error = await failure(createSender({ [ORIGIN]: endpoint }).send(request(), 1000));
        expect(error).toMatchObject({ outcome: 'ambiguous', message: expect.stringContaining('connection lost') });
      },
    );
  });

  it('a response that is cut', async () => {
    await withServer(
      (incoming, outgoing) => {
        outgoing.writeHead(201, { 'content-length': '100' });
        outgoing.write('x', () => incoming.socket.destroy());
      },
      async (endpoint) => {
        const error = await failure(createSender({ [ORIGIN]: endpoint }).send(request(), 1000));
        expect(error.outcome).toBe('ambiguous');
      },
    );
  });

  it('a response that trickles beyond the deadline', async () => {
    await withServer(
      (_, outgoing) => {
        outgoing.writeHead(200);
        const drip = setInterval(() => outgoing.write('x'), 20);
        outgoing.on('close', () => clearInterval(drip));
      },
      async (endpoint) => {
        const error = await failure(createSender({ [ORIGIN]: endpoint }).send(request(), 150));
        expect(error).toMatchObject({ outcome: 'ambiguous', message: 'no response within 150 ms' });
      },
    );
  });
});
