import type { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Arrival, LocalCourierEvents } from './courier';
import { type LocalServer, serve } from './http';

const FILES: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/inbox.css': { name: 'inbox.css', type: 'text/css; charset=utf-8' },
  '/inbox.js': { name: 'inbox.js', type: 'text/javascript; charset=utf-8' },
};

/** A message's text is shown as text; should that ever fail, nothing in it can load or run. */
const SECURITY = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

export interface InboxOptions {
  readonly events: EventEmitter<LocalCourierEvents>;
  readonly port: number;
}

/** A page that shows what every phone receives, as it comes in. Takes the next port that is free. */
export async function startInbox({ events, port }: InboxOptions): Promise<LocalServer> {
  const arrivals: Arrival[] = [];
  const viewers = new Set<ServerResponse>();
  events.on('arrival', (arrival) => {
    arrivals.push(arrival);
    for (const viewer of viewers) write(viewer, arrival);
  });

  return serveOnFreePort(port, (path, response) => {
    if (path === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', ...SECURITY }).flushHeaders();
      for (const arrival of arrivals) write(response, arrival);
      viewers.add(response);
      response.once('close', () => viewers.delete(response));
      return;
    }
    const file = FILES[path];
    if (file === undefined) {
      response.writeHead(404, SECURITY).end();
      return;
    }
    response.writeHead(200, { 'content-type': file.type, ...SECURITY });
    response.end(readFileSync(join(__dirname, 'page', file.name)));
  });
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html */
function write(viewer: ServerResponse, arrival: Arrival): void {
  viewer.write(`data: ${JSON.stringify(arrival)}\n\n`);
}

const PORTS_TO_TRY = 20;

async function serveOnFreePort(
  port: number,
  handler: (path: string, response: ServerResponse) => void,
): Promise<LocalServer> {
  for (let candidate = port; ; candidate++) {
    try {
      return await serve(({ url }, response) => handler((url ?? '').split('?', 1)[0] ?? '', response), candidate);
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!taken || candidate >= port + PORTS_TO_TRY - 1) throw error;
    }
  }
}
