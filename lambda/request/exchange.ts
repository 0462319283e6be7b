import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { HttpRequest, HttpResponse } from './request';
import { SendError } from './send-error';

/** Response bytes that are read; what a provider says beyond is of no use. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/**
 * Writes one request to `url` and reads its response. The deadline, in milliseconds, is for all of it: lookup, connection,
 * TLS, writing and reading. Nothing of it is pending once the promise is settled, but for a lookup, which cannot be stopped.
 *
 * @throws {SendError}
 */
export async function exchange(
  agent: http.Agent,
  url: URL,
  request: HttpRequest,
  deadlineMs: number,
): Promise<HttpResponse> {
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  const outgoing = open(agent, url, request, body);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      let written = false;
      let responding = false;
      const lose = (before: string, after: string) =>
        reject(new SendError(written ? 'ambiguous' : 'unavailable', written ? after : before));

      timer = setTimeout(
        () => lose(`no connection within ${deadlineMs} ms`, `no response within ${deadlineMs} ms`),
        deadlineMs,
      );
      outgoing.on('socket', (socket: Socket) => {
        // what waits in a socket's buffer leaves it as it connects, so from then on the provider may have the request
        const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
        if (socket.connecting) socket.once(connected, () => (written = true));
        // a kept-alive one is connected already, and whether its peer is still there cannot be known;
        // one whose lookup failed at once neither is nor will be
        else if (!socket.destroyed) written = true;
      });
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        if (error instanceof SendError) return reject(error); // the guard's
        const reason = error.code ?? error.name;
        lose(`no connection: ${reason}`, `connection lost: ${reason}`);
      });
      outgoing.on('response', (response) => {
        responding = true;
        read(response, resolve, (reason) => lose('', `response cut off: ${reason}`));
      });
      // without an error of its own: the provider switched protocols (101)
      outgoing.on('close', () => {
        if (!responding) lose('no connection', 'connection closed without a response');
      });
      outgoing.end(body);
    });
  } catch (error) {
    outgoing.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function open(agent: http.Agent, url: URL, request: HttpRequest, body: Buffer | undefined): http.ClientRequest {
  const headers = Object.fromEntries([
    ['user-agent', 'cdktf-sms-courier'],
    // Node writes a header's characters as bytes; this makes them UTF-8, as Go writes them
    ...[...request.headers].map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
    ...(body === undefined ? [] : [['content-length', body.length]]),
  ]);
  const { request: start } = url.protocol === 'https:' ? https : http;
  try {
    return start(url, { agent, method: request.method, headers });
  } catch (error) {
    // Node names the header and never its value
    throw new SendError('bad_request', `the request cannot be written: ${(error as Error).message}`);
  }
}

/** Calls one of the two, or both, in which case the first counts. */
function read(
  response: http.IncomingMessage,
  done: (response: HttpResponse) => void,
  cut: (reason: string) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = () =>
    done({
      status: response.statusCode ?? 0,
      headers: flatten(response.headers),
      body: Buffer.concat(chunks, Math.min(length, MAX_RESPONSE_BYTES)).toString(),
    });
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= MAX_RESPONSE_BYTES) return;
    finish();
    response.destroy();
  });
  response.on('end', finish);
  response.on('error', (error: NodeJS.ErrnoException) => cut(error.code ?? error.name));
}

function flatten(headers: http.IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
