import { EventEmitter } from 'node:events';
import type { LocalCourierEvents } from '../../local/courier';
import { type LocalServer, serve } from '../../local/http';
import { startInbox } from '../../local/inbox';

/** Of each test its own, for fetch keeps connections. */
let port = 24_500;
const message = (text: string) => ({ id: 'SM1', provider: 'twilio', from: 'MG', to: '+491', text, at: 1 });

let events: EventEmitter<LocalCourierEvents>;
let inbox: LocalServer;

beforeEach(async () => {
  events = new EventEmitter();
  port += 10;
  inbox = await startInbox({ events, port });
});

afterEach(() => inbox.close());

test('serves a page that loads nothing from elsewhere', async () => {
  for (const [path, type] of [
    ['/', 'text/html'],
    ['/inbox.css', 'text/css'],
    ['/inbox.js', 'text/javascript'],
  ]) {
    const response = await fetch(inbox.origin + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining(type as string),
    ]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).not.toMatch(/https?:|\/\/[a-z]|innerHTML/);
  }
  expect((await fetch(`${inbox.origin}/../package.json`)).status).toBe(404);
});

test('streams what has come and what comes', async () => {
  events.emit('arrival', message('before\nthe page'));
  const response = await fetch(`${inbox.origin}/events`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.getReader();
  const next = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await next()).toBe(`data: ${JSON.stringify(message('before\nthe page'))}\n\n`);
  events.emit('arrival', message('<b>after</b>'));
  expect(await next()).toBe(`data: ${JSON.stringify(message('<b>after</b>'))}\n\n`);
  await reader?.cancel();
});

test('takes the next port if one is taken', async () => {
  const second = await startInbox({ events, port: inbox.port });
  try {
    expect(second.port).toBe(inbox.port + 1);
  } finally {
    await second.close();
  }
});

test('listens on the loopback interface only', async () => {
  const other = await serve((_request, response) => void response.end());
  expect(other.origin).toBe(`http://127.0.0.1:${other.port}`);
  await other.close();
});
