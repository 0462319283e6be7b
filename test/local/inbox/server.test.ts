import { EventEmitter } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { type LocalServer, serve } from '../../../local/http';
import { startInbox } from '../../../local/inbox/server';
import { Stories } from '../../../local/inbox/stories';
import { deliverOne, receive, sourceOf, type TestSource } from './support';

/** Of each test its own, for fetch keeps connections. */
let port = 24_500;
const MESSAGE = { id: 'm1', to: '+4915112345678', code: '428193' };

let source: TestSource;
let stories: Stories;
let inbox: LocalServer;

beforeEach(async () => {
  source = sourceOf(new EventEmitter());
  stories = new Stories(source);
  port += 10;
  inbox = await startInbox({ courier: source, stories, port });
});

afterEach(() => inbox.close());

async function ask(path: string, init?: RequestInit): Promise<[status: number, answer: unknown]> {
  const response = await fetch(inbox.origin + path, init);
  return [response.status, await response.json()];
}

const put = (body: unknown): RequestInit => ({ method: 'PUT', body: JSON.stringify(body) });

test('serves a page that loads nothing from elsewhere', async () => {
  const page = await fetch(`${inbox.origin}/`);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const html = await page.text();
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file as string);
  expect(files).toHaveLength(3);
  for (const file of files) {
    expect(file).toMatch(/^\/assets\/[\w-]+\.(js|css|svg)$/);
    const response = await fetch(inbox.origin + file);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'max-age=31536000, immutable']);
    if (!file.endsWith('.svg')) expect(await response.text()).not.toMatch(/@import|url\(|src="http/);
  }
  for (const path of ['/..%2f..%2fpackage.json', '/assets/../../../package.json', '/nothing', '/.env'])
    expect((await fetch(inbox.origin + path)).status).toBe(404);
});

test('a wait is answered by what has arrived already', async () => {
  deliverOne(source, MESSAGE);
  const [status, answer] = await ask('/api/messages?to=%2B4915112345678&wait=10s');
  expect(status).toBe(200);
  expect(answer).toMatchObject({ messages: [{ id: 'm1', code: '428193', text: 'Your login code is: 428193' }] });
});

test('a wait is answered as soon as something arrives at that number, and not by what is on its way', async () => {
  receive(source.events, MESSAGE);
  let isAnswered = false;
  const waiting = ask('/api/messages?to=+49%20151%2012345678&wait=60s').finally(() => {
    isAnswered = true;
  });
  // an answer of the server's that is later than the wait's would be
  await ask('/api/courier');
  deliverOne(source, { ...MESSAGE, id: 'other', to: '+4915100000000' });
  await ask('/api/courier');
  expect(isAnswered).toBe(false);
  deliverOne(source, { ...MESSAGE, id: 'm2', code: '771204' });
  expect(await waiting).toMatchObject([200, { messages: [{ id: 'm2', code: '771204' }] }]);
});

test('a wait leaves out what arrived before the time that it names', async () => {
  deliverOne(source, MESSAGE);
  const since = (stories.get('m1')?.arrivedAt ?? 0) + 1;
  expect(await ask(`/api/messages?since=${since}&wait=10ms`)).toEqual([
    404,
    { error: 'no message has arrived in this time' },
  ]);
  expect((await ask(`/api/messages?since=${new Date(since - 1).toISOString()}`))[1]).toMatchObject({
    messages: [{ id: 'm1' }],
  });
});

test.each([
  ['to=nobody', 'to: not a phone number'],
  ['wait=soon', 'wait: "soon"; send a time up to 5m'],
  ['wait=6m', 'wait: "6m"'],
  ['since=yesterday', 'since: not a time'],
  ['limit=0', 'limit: send a number from 1'],
  ['from=1', 'from: no such parameter; there are to, since, limit, wait'],
])('says what is wrong with a request: %s', async (query, error) => {
  expect(await ask(`/api/messages?${query}`)).toEqual([400, { error: expect.stringContaining(error) }]);
});

test("gives a message's story, and says that there is none", async () => {
  deliverOne(source, MESSAGE);
  expect(await ask('/api/messages/m1')).toMatchObject([200, { id: 'm1', tries: [{ outcome: 'accepted' }] }]);
  expect(await ask('/api/messages/m2')).toMatchObject([
    404,
    { error: expect.stringContaining('no message of this id') },
  ]);
});

test('sends what is posted, and refuses what is no message at all', async () => {
  const message = { recipient: '+4915112345678', body: 'hello' };
  expect(await ask('/api/messages', { method: 'POST', body: JSON.stringify(message) })).toEqual([202, { id: 'sqs-1' }]);
  expect(source.sent).toEqual([message]);
  expect(await ask('/api/messages', { method: 'POST', body: '{ no' })).toMatchObject([400, {}]);
  expect(await ask('/api/messages', { method: 'POST', body: '[]' })).toMatchObject([400, {}]);
  expect(await ask('/api/messages', { method: 'POST', body: `"${'x'.repeat(65_536)}"` })).toMatchObject([413, {}]);
  expect(source.sent).toHaveLength(1);
});

test('sets, shows and takes back what goes wrong at a provider', async () => {
  const path = '/api/providers/twilio/fault';
  expect(await ask(path)).toEqual([200, { fault: null }]);
  for (const [fault, given] of [
    [{ kind: 'down' }, { kind: 'down' }],
    [
      { kind: 'slow', delay_ms: 3000 },
      { kind: 'slow', delayMs: 3000 },
    ],
    [
      { kind: 'throttled', retry_after_seconds: 5 },
      { kind: 'throttled', retryAfterSeconds: 5 },
    ],
    [
      { kind: 'error', code: '20003' },
      { kind: 'error', code: '20003' },
    ],
  ]) {
    expect(await ask(path, put(fault))).toEqual([200, { fault }]);
    expect(await ask(path)).toEqual([200, { fault }]);
    expect(source.faults.at(-1)).toEqual(['twilio', given]);
  }
  expect(await ask('/api/courier')).toMatchObject([
    200,
    { providers: [{ id: 'twilio', fault: { kind: 'error' } }, { fault: null }] },
  ]);
  expect(await ask(path, put(null))).toEqual([200, { fault: null }]);
  expect(source.faults.at(-1)).toEqual(['twilio', undefined]);
});

test.each([
  ['twilio', { kind: 'error', code: '1' }, 'provider twilio has no error "1"; it knows 20003'],
  ['twilio', { kind: 'slow' }, 'delay_ms: undefined; send a number from 0 to 120000'],
  ['twilio', { kind: 'broken' }, 'kind: "broken"; use error, throttled, slow, lost_response, cut_off, down'],
  ['nobody', { kind: 'down' }, 'no provider "nobody": the courier has twilio, vonage'],
])('refuses a fault that cannot be: %s, %j', async (provider, fault, error) => {
  const [status, answer] = await ask(`/api/providers/${provider}/fault`, put(fault));
  expect([status >= 400, answer]).toEqual([true, { error: expect.stringContaining(error) }]);
  expect(source.faults).toEqual([]);
});

test('streams what changes', async () => {
  const response = await fetch(`${inbox.origin}/api/events`);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const read = async (part: string) => {
    while (!text.includes(part)) text += (await reader?.read())?.value;
  };
  await read(': connected');
  receive(source.events, MESSAGE);
  await read('"state":"queued"');
  expect(text).toContain(
    'event: message\ndata: {"id":"m1","to":"+4915112345678","text":"Your login code is: 428193","code":"428193"',
  );
  await ask('/api/providers/vonage/fault', put({ kind: 'down' }));
  await read('event: providers');
  await reader?.cancel();
});

test('neither a website nor a name that leads here is answered', async () => {
  const foreign = await ask('/api/messages', { headers: { origin: 'https://evil.example' } });
  expect(foreign).toEqual([403, { error: 'requests of websites are not answered' }]);
  const rebound = await new Promise((resolve, reject) => {
    httpRequest(`${inbox.origin}/api/messages`, { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(rebound).toBe(403);
});

test('takes the next port if one is taken', async () => {
  const second = await startInbox({ courier: source, stories, port: inbox.port });
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

test('answers with the id that the message goes by: what is no message has none of its own', async () => {
  for (const [message, id] of [
    [{ id: 'mine', recipient: '+4915112345678', body: 'hi' }, 'mine'],
    [{ id: 'mine-too', recipient: 'nobody', body: 'hi' }, 'sqs-2'],
    [{ id: 5, recipient: '+4915112345678', body: 'hi' }, 'sqs-3'],
    [{ recipient: '+4915112345678', body: 'hi' }, 'sqs-4'],
  ] as const) {
    expect(await ask('/api/messages', { method: 'POST', body: JSON.stringify(message) })).toEqual([202, { id }]);
    expect((await ask(`/api/messages/${id}`))[0]).toBe(200);
  }
});

test.each([
  ['/api/messages/100%', 400, '100%: encode a percent sign as %25'],
  ['/api/providers/%E0%A4%A/fault', 400, 'encode a percent sign as %25'],
  ['//', 404, '//: this is no address of the inbox'],
])('says what is wrong with an address: %s', async (path, status, error) => {
  const answered = await new Promise((resolve, reject) => {
    // fetch would mend it
    httpRequest({ port: inbox.port, host: '127.0.0.1', path }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve([response.statusCode, JSON.parse(text)]));
    })
      .on('error', reject)
      .end();
  });
  expect(answered).toEqual([status, { error: expect.stringContaining(error) }]);
});

test('what fails here is said in the same form as what is wrong with a request', async () => {
  source.sendMessage = () => Promise.reject(new Error('the queue process ended'));
  expect(await ask('/api/messages', { method: 'POST', body: '{}' })).toEqual([
    500,
    { error: 'the queue process ended' },
  ]);
});

test('a page that reads nothing any more is let go of, rather than what it does not read kept for ever', async () => {
  const page = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(`${inbox.origin}/api/events`, resolve).on('error', reject).end();
  });
  const ended = new Promise((resolve) => page.once('close', resolve).once('error', () => {}));
  page.pause();
  // more than the inbox and the connection hold
  const body = JSON.stringify({ recipient: '+4915112345678', body: 'x'.repeat(60_000) });
  for (let index = 0; index < 700; index++)
    source.events.emit('received', { door: 'queue', body, fallbackId: `m${index}`, at: Date.now() });
  page.resume();
  await ended;
});
