import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import net, { type LookupFunction } from 'node:net';
import { Connections } from '../../lambda/request/connections';
import { exchange } from '../../lambda/request/exchange';
import type { Resolve } from '../../lambda/request/guard';
import type { Destinations } from '../../lambda/request/hosts';
import { createSender, SendError } from '../../lambda/request/send';

const ORIGIN = 'https://sms.example.com';
const TO: Destinations = { hosts: new Set(['sms.example.com']), plainHttp: false };

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

/** A server that answers with the given bytes and closes its half of the connection once it has the whole request. */
async function withRawServer(answer: string, use: (endpoint: string) => Promise<unknown>): Promise<void> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      if (/}$|^HEAD/.test(chunk.toString())) socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
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

/** Sends a request, or the usual one, to an endpoint in place of the provider's origin. */
const deliver = (endpoint: string, deadlineMs: number, fields: object = {}) =>
  createSender({ endpoints: { [ORIGIN]: endpoint } }).send(request(fields), TO, deadlineMs);

/** Waits until a server has so many connections. */
async function eventually(server: http.Server, expected: number): Promise<void> {
  const count = () => new Promise((resolve) => server.getConnections((_, connections) => resolve(connections)));
  for (let i = 0; i < 100 && (await count()) !== expected; i++) await new Promise(setImmediate);
  expect(await count()).toBe(expected);
}

/** Lets nothing else happen for so many milliseconds. */
function busy(ms: number): void {
  const end = Date.now() + ms;
  while (Date.now() < end);
}

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
    (endpoint) => deliver(endpoint, 1000),
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
      const sender = createSender({ endpoints: { [ORIGIN]: endpoint } });
      const clock = jest.spyOn(Date, 'now');
      const start = 1_000_000;
      clock.mockReturnValue(start);
      await sender.send(request(), TO, 1000);
      await new Promise(setImmediate);
      clock.mockReturnValue(start + 3_900);
      sender.dropIdleSockets();
      await sender.send(request(), TO, 1000);
      expect(sockets.size).toBe(1);
      await new Promise(setImmediate);
      clock.mockReturnValue(start + 8_000);
      sender.dropIdleSockets();
      await sender.send(request(), TO, 1000);
      clock.mockRestore();
      expect(sockets.size).toBe(2);
    },
  );
});

it('waits for the IPv4 address of a host that has an IPv6 one as well, however busy the function is meanwhile', async () => {
  const usual = net.getDefaultAutoSelectFamilyAttemptTimeout();
  // the least that there is: what is busy for longer has lost its first address by then
  net.setDefaultAutoSelectFamilyAttemptTimeout(10);
  try {
    await withServer(
      (_, outgoing) => outgoing.end(),
      async (endpoint) => {
        const both = [
          { address: '127.0.0.1', family: 4 },
          { address: '2001:db8::1', family: 6 },
        ];
        const lookup: LookupFunction = (_host, _options, callback) => {
          callback(null, both);
          process.nextTick(busy, 100);
        };
        const connections = new Connections({ 'http:': lookup, 'https:': lookup });
        const url = new URL(`http://sms.example.com:${new URL(endpoint).port}/`);
        expect(await exchange(connections.agent('http:'), url, request({ url }), 10_000)).toMatchObject({
          status: 200,
        });
      },
    );
  } finally {
    net.setDefaultAutoSelectFamilyAttemptTimeout(usual);
  }
});

it('leaves no listeners on a connection that it uses again', async () => {
  const counts = new Set<number>();
  const connect = jest.spyOn(net.Socket.prototype, 'connect');
  await withServer(
    (_, outgoing) => outgoing.end(),
    async (endpoint) => {
      const sender = createSender({ endpoints: { [ORIGIN]: endpoint } });
      for (let i = 0; i < 3; i++) {
        await sender.send(request(), TO, 1000);
        await new Promise(setImmediate);
        counts.add((connect.mock.contexts[0] as net.Socket).listenerCount('connect'));
      }
    },
  );
  expect(connect).toHaveBeenCalledTimes(1);
  connect.mockRestore();
  expect([...counts]).toEqual([0]);
});

it('closes idle connections as an invocation starts, before anything is sent', async () => {
  await withServer(
    (_, outgoing) => outgoing.end(),
    async (endpoint, server) => {
      const sender = createSender({ endpoints: { [ORIGIN]: endpoint } });
      const clock = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
      await sender.send(request(), TO, 1000);
      await new Promise(setImmediate);
      clock.mockReturnValue(1_004_100);
      sender.dropIdleSockets();
      clock.mockRestore();
      await eventually(server, 0);
    },
  );
});

it('uses no connection that has been idle for over four seconds within an invocation either', async () => {
  const sockets = new Set<Socket>();
  await withServer(
    (incoming, outgoing) => {
      sockets.add(incoming.socket);
      outgoing.end();
    },
    async (endpoint) => {
      const sender = createSender({ endpoints: { [ORIGIN]: endpoint } });
      const clock = jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
      await sender.send(request(), TO, 1000);
      await new Promise(setImmediate);
      clock.mockReturnValue(1_004_100);
      await sender.send(request(), TO, 1000);
      clock.mockRestore();
      expect(sockets.size).toBe(2);
    },
  );
});

it('keeps path and query under another origin, whatever they look like', async () => {
  const seen: unknown[] = [];
  await withServer(
    (incoming, outgoing) => {
      seen.push(incoming.url);
      outgoing.end();
    },
    (endpoint) => deliver(endpoint, 1000, { url: new URL(`${ORIGIN}//other.example.com/a%2Fb?c=%20d#e`) }),
  );
  expect(seen).toEqual(['//other.example.com/a%2Fb?c=%20d']);
});

it('writes a header in UTF-8', async () => {
  const seen: unknown[] = [];
  await withServer(
    (incoming, outgoing) => {
      seen.push(Buffer.from(incoming.headers['x-name'] as string, 'latin1').toString());
      outgoing.end();
    },
    (endpoint) => deliver(endpoint, 1000, { headers: new Map([['x-name', 'Zoë €5']]) }),
  );
  expect(seen).toEqual(['Zoë €5']);
});

it('reads a response that follows provisional ones', async () => {
  const response = await withServer(
    (_, outgoing) => {
      outgoing.writeContinue();
      outgoing.writeEarlyHints({ link: '</a>; rel=preload' });
      outgoing.writeProcessing();
      outgoing.writeHead(202).end('ok');
    },
    (endpoint) => deliver(endpoint, 1000),
  );
  expect(response).toMatchObject({ status: 202, body: 'ok' });
});

it('reads a response that has no body, or one that ends with the connection', async () => {
  await withRawServer('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', async (endpoint) => {
    expect(await deliver(endpoint, 1000, { method: 'HEAD', body: undefined })).toMatchObject({ status: 200, body: '' });
  });
  await withRawServer('HTTP/1.1 204 No Content\r\n\r\n', async (endpoint) => {
    expect(await deliver(endpoint, 1000)).toMatchObject({ status: 204, body: '' });
  });
  await withRawServer('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello', async (endpoint) => {
    expect(await deliver(endpoint, 1000)).toMatchObject({ status: 200, body: 'hello' });
  });
});

it('leaves no timer and no socket in use behind, however it ends', async () => {
  const set = jest.spyOn(globalThis, 'setTimeout');
  const cleared = jest.spyOn(globalThis, 'clearTimeout');
  const deadlines = [123, 4321]; // of no other timer
  await withServer(
    (incoming, outgoing) => {
      const end = incoming.url?.slice(1);
      if (end === 'answer') outgoing.end('ok');
      if (end === 'flood') outgoing.write('x'.repeat(200_000));
      if (end === 'cut') incoming.socket.destroy();
      if (end === 'begin') outgoing.writeHead(200).write('x');
    },
    async (endpoint, server) => {
      const sender = createSender({ endpoints: { [ORIGIN]: endpoint } });
      const without = createSender({ resolve: failing('ENOTFOUND') });
      const ended = await Promise.allSettled([
        ...['answer', 'flood', 'cut'].map((end) =>
          sender.send(request({ url: new URL(`${ORIGIN}/${end}`) }), TO, 4321),
        ),
        ...['begin', 'silence'].map((end) => sender.send(request({ url: new URL(`${ORIGIN}/${end}`) }), TO, 123)),
        without.send(request(), TO, 4321),
        without.send(request({ url: new URL('https://10.0.0.1/') }), TO, 4321),
        sender.send(request({ headers: new Map([['a b', 'c']]) }), TO, 4321),
      ]);
      expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', ...Array(6).fill('rejected')]);
      await eventually(server, 1); // the one that is kept alive
    },
  );
  const timers = set.mock.calls.flatMap(([, ms], index) =>
    deadlines.includes(ms as number) ? [set.mock.results[index]?.value] : [],
  );
  expect(timers).toHaveLength(6);
  for (const timer of timers) expect(cleared).toHaveBeenCalledWith(timer);
  set.mockRestore();
  cleared.mockRestore();
});

it('takes no endpoint that is not an origin', () => {
  expect(() => createSender({ endpoints: { [ORIGIN]: '127.0.0.1:4010' } })).toThrow(
    'invalid endpoint "127.0.0.1:4010": give an origin, such as http://127.0.0.1:4010',
  );
});

describe('what can never be sent is a bad request, and no header value is told', () => {
  it.each([
    ['a line break in a header', { headers: new Map([['x-key', 'secret\r\nx-other: 1']]) }, '["x-key"]'],
    ['a NUL in a header', { headers: new Map([['x-key', 'secret\0']]) }, '["x-key"]'],
    ['a header name that is none', { headers: new Map([['x key', 'secret']]) }, '["x key"]'],
    ['a method that is none', { method: 'PO ST' }, 'PO ST'],
  ])('%s', async (_, fields, named) => {
    let requests = 0;
    await withServer(
      () => requests++,
      async (endpoint) => {
        const error = await failure(deliver(endpoint, 1000, fields));
        expect(error).toMatchObject({ outcome: 'bad_request', message: expect.stringContaining(named) });
        expect(error.message).not.toContain('secret');
      },
    );
    expect(requests).toBe(0);
  });
});

it('follows no redirect', async () => {
  let requests = 0;
  const response = await withServer(
    (_, outgoing) => {
      requests++;
      outgoing.writeHead(307, { location: '/elsewhere' }).end();
    },
    (endpoint) => deliver(endpoint, 1000),
  );
  expect([response.status, requests]).toEqual([307, 1]);
});

it('reads at most 64 KiB of a response', async () => {
  const response = await withServer(
    (_, outgoing) => {
      outgoing.write('x'.repeat(200_000)); // and never ends
    },
    (endpoint) => deliver(endpoint, 1000),
  );
  expect(response.status).toBe(200);
  expect(response.body).toHaveLength(64 * 1024);
});

const failing =
  (code: string): Resolve =>
  (_host, _options, callback) =>
    callback(Object.assign(new Error(code), { code }), []);

describe('what went wrong before the request was written is unavailable', () => {
  it('a refused connection', async () => {
    const endpoint = await withServer(
      () => {},
      async (address) => address,
    );
    const error = await failure(deliver(endpoint, 1000));
    expect(error).toMatchObject({ outcome: 'unavailable', message: 'no connection: ECONNREFUSED' });
  });

  it('a TLS handshake that fails', async () => {
    await withServer(
      () => {},
      async (endpoint) => {
        const error = await failure(deliver(endpoint.replace('http:', 'https:'), 1000));
        expect(error.outcome).toBe('unavailable');
      },
    );
  });

  it('a TLS handshake that never ends', async () => {
    const silent = net.createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const error = await failure(deliver(`https://127.0.0.1:${(silent.address() as AddressInfo).port}`, 100));
    silent.close();
    expect(error).toMatchObject({ outcome: 'unavailable', message: 'no connection within 100 ms' });
  });

  it('a host that does not exist', async () => {
    const error = await failure(createSender({ resolve: failing('ENOTFOUND') }).send(request(), TO, 1000));
    expect(error).toMatchObject({ outcome: 'unavailable', message: 'no connection: ENOTFOUND' });
  });

  it('a resolver that does not answer', async () => {
    const error = await failure(createSender({ resolve: () => {} }).send(request(), TO, 100));
    expect(error).toMatchObject({ outcome: 'unavailable', message: 'no connection within 100 ms' });
  });
});

describe('what went wrong afterwards is ambiguous', () => {
  it('a connection that the provider turns into another protocol', async () => {
    await withRawServer(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
      async (endpoint) => {
        const error = await failure(deliver(endpoint, 5000));
        expect(error).toMatchObject({ outcome: 'ambiguous', message: 'connection closed without a response' });
      },
    );
  });

  it('a connection whose other half is closed without a response', async () => {
    await withRawServer('', async (endpoint) => {
      expect(await failure(deliver(endpoint, 1000))).toMatchObject({ outcome: 'ambiguous' });
    });
  });

  it('an answer that is not HTTP', async () => {
    await withRawServer('220 smtp.example.com ESMTP\r\n', async (endpoint) => {
      expect(await failure(deliver(endpoint, 1000))).toMatchObject({ outcome: 'ambiguous' });
    });
  });

  it('a kept-alive connection that is cut as it is used again', async () => {
    const seen: number[] = [];
    await withServer(
      (incoming, outgoing) => {
        seen.push(seen.length);
        if (seen.length === 1) outgoing.end();
        else incoming.socket.resetAndDestroy();
      },
      async (endpoint) => {
        const sender = createSender({ endpoints: { [ORIGIN]: endpoint } });
        await sender.send(request(), TO, 1000);
        await new Promise(setImmediate);
        const error = await failure(sender.send(request(), TO, 1000));
        expect(error).toMatchObject({ outcome: 'ambiguous', message: 'connection lost: ECONNRESET' });
      },
    );
    expect(seen).toHaveLength(2);
  });

  it('no response in time', async () => {
    await withServer(
      () => {},
      async (endpoint) => {
        const error = await failure(deliver(endpoint, 100));
        expect(error).toMatchObject({ outcome: 'ambiguous', message: 'no response within 100 ms' });
      },
    );
  });

  it('a connection that is cut', async () => {
    await withServer(
      (incoming) => incoming.socket.destroy(),
      async (endpoint) => {
        const error = await failure(deliver(endpoint, 1000));
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
        const error = await failure(deliver(endpoint, 1000));
        expect(error).toMatchObject({ outcome: 'ambiguous', message: 'response cut off: ECONNRESET' });
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
        const error = await failure(deliver(endpoint, 150));
        expect(error).toMatchObject({ outcome: 'ambiguous', message: 'no response within 150 ms' });
      },
    );
  });
});

it('dials no other origin once one is replaced, so that nothing leaves a machine by mistake', async () => {
  const sender = createSender({ endpoints: { 'https://other.example.com': 'http://127.0.0.1:9' } });
  const error = await failure(sender.send(request(), TO, 1000));
  expect(error).toMatchObject({ outcome: 'bad_request', message: 'no local endpoint stands in for sms.example.com' });
});
