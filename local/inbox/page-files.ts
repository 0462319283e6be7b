import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { builtFile } from '../built-file';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A message's text is shown as text; should that ever fail, nothing in it can load or run. */
const SECURITY = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Serves the page as it was built; its views have addresses of their own behind a hash. */
export function servePage(path: string, response: ServerResponse): void {
  const name = path === '/' ? '/index.html' : path;
  const type = TYPES[extname(name)];
  // built names are flat, so that nothing outside of the folder can be asked for
  const file = /^\/(assets\/)?[\w-]+(\.[\w-]+)*$/.test(name) ? builtPageFile(name) : undefined;
  if (file === undefined || type === undefined) {
    response.writeHead(404, { ...SECURITY, 'content-type': 'text/plain' }).end('not found\n');
    return;
  }
  // what is in assets bears its content's hash in its name
  const cache = name.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-store';
  response.writeHead(200, { ...SECURITY, 'content-type': type, 'cache-control': cache }).end(readFileSync(file));
}

function builtPageFile(name: string): string | undefined {
  const file = `${builtFile('page')}${name}`;
  return existsSync(file) ? file : undefined;
}
