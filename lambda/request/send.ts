import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { HttpRequest, HttpResponse } from './request';

/** Response bytes that are read; what a provider says beyond is of no use. */
const MAX_RESPONSE_BYTES = 64 * 1024;
/** A socket that has been idle for longer is not used again: providers close theirs, and a frozen function does not notice. */
const MAX_IDLE_MS = 4_000;

/**
 * No complete response.
 *
 * - `unavailable`: nothing of the request was written; asking again is safe
 * - `ambiguous`: the request was written, or may have been; the provider may have acted on it
 */
export class SendError extends Error {
  override readonly name = 'SendError';

  constructor(
    readonly outcome: 'unavailable' | 'ambiguous',
    message: string,
  ) {
    super(message);
  }
}

export interface Sender {
  /** Sends the request and reads the response within `deadlineMs`. @throws {SendError} */
  send(request: HttpRequest, deadlineMs: number): Promise<HttpResponse>;
  /** To be called as an invocation starts: closes sockets that were idle for over four seconds by the wall clock. */
  dropIdleSockets(): void;
}

/**
 * HTTP over kept-alive connections. Redirects are not followed.
 *
 * `endpoints` maps a provider's origin to the one that is dialled instead, for local use.
 */
export function createSender(endpoints: Readonly<Record<string, string>> = {}): Sender {
  const idleSince = new WeakMap<Socket, number>();
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  for (const agent of Object.values(agents)) agent.on('free', (socket: Socket) => idleSince.set(socket, Date.now()));

  return {
    send(request, deadlineMs) {
      const endpoint = endpoints[request.url.origin];
      const url = endpoint === undefined ? request.url : new URL(request.url.pathname + request.url.search, endpoint);
      if (url.protocol !== 'https:' && endpoint === undefined) {
        return Promise.reject(new SendError('unavailable', `${url.protocol}// is not allowed: use https`));
      }
      const { request: start } = url.protocol === 'https:' ? https : http;
      return exchange(start, agents[url.protocol as keyof typeof agents], url, request, deadlineMs);
    },
    dropIdleSockets() {
      const oldest = Date.now() - MAX_IDLE_MS;
      for (const agent of Object.values(agents)) {
        for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
          if ((idleSince.get(socket as Socket) ?? 0) < oldest) socket.destroy();
        }
      }
    },
  };
}

function exchange(
  start: typeof https.request,
  agent: http.Agent,
  url: URL,
  request: HttpRequest,
  deadlineMs: number,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let connected = false;
    const body = request.body === undefined ? undefined : Buffer.from(request.body);
    const outgoing = start(url, {
      agent,
      method: request.method,
      headers: {
        'user-agent': 'cdktf-sms-courier',
        ...Object.fromEntries(request.headers),
        ...(body === undefined ? {} : { 'content-length': body.length }),
      },
    });
    const fail = (message: string) => {
      clearTimeout(timer);
      outgoing.destroy();
      reject(new SendError(connected ? 'ambiguous' : 'unavailable', message));
    };
    const timer = setTimeout(
      () => fail(connected ? `no response within ${deadlineMs} ms` : `no connection within ${deadlineMs} ms`),
      deadlineMs,
    );
    outgoing.on('socket', (socket: Socket) => {
      if (!socket.connecting) connected = true;
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      fail(`${connected ? 'connection lost' : 'no connection'}: ${error.code ?? error.name}`),
    );
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const finish = () => {
        clearTimeout(timer);
        resolve({
          status: response.statusCode ?? 0,
          headers: flatten(response.headers),
          body: Buffer.concat(chunks, Math.min(length, MAX_RESPONSE_BYTES)).toString(),
        });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > MAX_RESPONSE_BYTES) {
          finish();
          outgoing.destroy();
        }
      });
      response.on('end', finish);
      response.on('error', (error: NodeJS.ErrnoException) => fail(`response cut off: ${error.code ?? error.name}`));
    });
    outgoing.end(body);
  });
}

function flatten(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
