import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine's loopback interface. */
export interface LocalServer {
  readonly port: number;
  /** Such as `http://127.0.0.1:4500`. */
  readonly origin: string;
  /** Takes no more connections, and cuts those that there are, until it listens again on the same port. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
}

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Serves on `port`, or on one that the system chooses. */
export async function serve(handler: RequestHandler, port = 0): Promise<LocalServer> {
  const server = createServer((request, response) => {
    Promise.resolve(handler(request, response)).catch((error: unknown) => {
      // A client that is gone (a killed function) is no fault of the server's; whoever is still there is told.
      if (response.headersSent) response.destroy();
      else respondJson(response, 500, { message: String(error) });
    });
  });
  const listen = (on: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(on, '127.0.0.1', () => {
        server.off('error', reject);
        resolve((server.address() as AddressInfo).port);
      });
    });
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  const actual = await listen(port);
  return {
    port: actual,
    origin: `http://127.0.0.1:${actual}`,
    pause: close,
    resume: async () => void (await listen(actual)),
    close,
  };
}

export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export function respondJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
