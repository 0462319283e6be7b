import { EventEmitter } from 'node:events';
import { Stories } from '../../../local/inbox/stories';
import { attemptLine, CONFIG, deliverOne, receive, request, sourceOf, type TestSource } from './support';

const MESSAGE = { id: 'm1', to: '+4915112345678', code: '428193' };

let source: TestSource;
let stories: Stories;

beforeEach(() => {
  source = sourceOf(new EventEmitter());
  stories = new Stories(source);
});

const story = (id = 'm1') => {
  const found = stories.get(id);
  if (found === undefined) throw new Error(`no story ${id}`);
  return found.toStory();
};

test('a message that was sent has its text, its request and its response in one story', () => {
  deliverOne(source, MESSAGE);
  expect(story()).toMatchObject({
    id: 'm1',
    to: '+4915112345678',
    text: 'Your login code is: 428193',
    code: '428193',
    state: 'sent',
    provider: 'twilio',
    encoding: 'GSM-7',
    segments: 1,
    attempts: 1,
    tries: [{ provider: 'twilio', number: 1, outcome: 'accepted', response: { status: 201 } }],
  });
  expect(story().arrived_at).not.toBeNull();
  expect(stories.unfinished()).toEqual([]);
});

test('secrets are shown as placeholders, in the url and in the header that hides them', () => {
  deliverOne(source, MESSAGE);
  expect(story().tries[0]?.request).toMatchObject({
    url: 'https://twilio.example.com/send?key={$TOKEN}',
    headers: { authorization: 'Basic base64(user:{$TOKEN})' },
  });
});

test('a request belongs to the message whose text it holds, whoever came first', () => {
  receive(source.events, MESSAGE);
  receive(source.events, { ...MESSAGE, id: 'm2', code: '999999' });
  receive(source.events, { ...MESSAGE, id: 'm3', to: '+4915100000000' });
  source.events.emit('request', request('twilio', MESSAGE.to, 'Your login code is: 999999', true));
  expect(['m1', 'm2', 'm3'].map((id) => story(id).tries.length)).toEqual([0, 1, 0]);
});

test('a request never belongs to what is no message', () => {
  source.events.emit('received', { door: 'queue', body: '{"body":"x"}', fallbackId: 'none', at: 1 });
  receive(source.events, MESSAGE);
  source.events.emit('request', request('twilio', MESSAGE.to, 'something else', true));
  expect(['none', 'm1'].map((id) => story(id).tries.length)).toEqual([0, 1]);
});

test('an attempt that no provider saw is told by the log alone', () => {
  receive(source.events, MESSAGE);
  source.events.emit('log', { ...attemptLine('m1', 1, 'twilio', 'unavailable'), detail: 'no connection' });
  const exchange = request('vonage', MESSAGE.to, 'Your login code is: 428193', true);
  source.events.emit('request', exchange);
  source.events.emit('response', exchange);
  source.events.emit('log', attemptLine('m1', 2, 'vonage', 'accepted'));
  expect(story().tries).toMatchObject([
    { provider: 'twilio', number: 1, outcome: 'unavailable', detail: 'no connection', request: null },
    { provider: 'vonage', number: 2, outcome: 'accepted', request: { method: 'POST' } },
  ]);
});

test('a request that waits for its answer is in the story already', () => {
  receive(source.events, MESSAGE);
  source.events.emit('request', request('twilio', MESSAGE.to, 'Your login code is: 428193', false));
  expect(story()).toMatchObject({ state: 'queued', provider: 'twilio', tries: [{ outcome: null, response: null }] });
});

test('a retry that waits says when it is due, and the end what it was', () => {
  receive(source.events, MESSAGE);
  const time = new Date().toISOString();
  const line = { event: 'message', message_id: 'm1', time, outcome: 'throttled', detail: 'too many' };
  source.events.emit('log', { ...line, state: 'queued', retry_in_seconds: 4 });
  expect(story()).toMatchObject({ state: 'queued', retry_at: Date.parse(time) + 4_000, ended_at: null });
  source.events.emit('log', { ...line, state: 'expired' });
  expect(story()).toMatchObject({ state: 'expired', detail: 'too many', retry_at: null, ended_at: Date.parse(time) });
});

test('what is no message is a story that ends as the log says', () => {
  source.events.emit('received', { door: 'queue', body: '{"body":"x"}', fallbackId: 'm1', at: 1 });
  source.events.emit('log', {
    event: 'message',
    message_id: 'm1',
    time: new Date().toISOString(),
    state: 'failed',
    code: 'invalid_message',
    detail: 'recipient: missing',
  });
  expect(story()).toMatchObject({
    to: 'nobody',
    state: 'failed',
    detail: 'recipient: missing',
    code_of_outcome: 'invalid_message',
    text: '',
  });
});

test('a duplicate changes nothing but its count', () => {
  deliverOne(source, MESSAGE);
  receive(source.events, MESSAGE);
  source.events.emit('log', {
    event: 'message',
    message_id: 'm1',
    time: new Date().toISOString(),
    state: 'sent',
    duplicate: true,
  });
  expect(story()).toMatchObject({ state: 'sent', duplicates: 1, attempts: 1 });
  expect(stories.summaries()).toHaveLength(1);
});

test('a phone that rings twice is said to have done so', () => {
  receive(source.events, MESSAGE);
  const exchange = request('twilio', MESSAGE.to, 'Your login code is: 428193', true);
  source.events.emit('request', exchange);
  source.events.emit('log', attemptLine('m1', 1, 'twilio', 'ambiguous'));
  source.events.emit('request', { ...exchange });
  expect(story().notes.map(({ text }) => text)).toEqual(['The phone rang again.']);
});

test('a breaker that opens puts its provider last for the messages to come', () => {
  const time = new Date().toISOString();
  source.events.emit('log', { event: 'breaker', provider: 'twilio', state: 'open', time });
  expect(stories.health.get('twilio')?.breakerOpenUntil).toBe(Date.parse(time) + 30_000);
  receive(source.events, MESSAGE);
  expect(story().order).toEqual([
    { id: 'vonage', why: 'asked if those before it do not take the message' },
    { id: 'twilio', why: 'its breaker is open: asked last' },
  ]);
  source.events.emit('log', { event: 'breaker', provider: 'twilio', state: 'closed', time });
  expect(stories.health.get('twilio')?.breakerOpenUntil).toBeNull();
});

test.each([
  [{ routes: [{ countries: ['DE'], providers: ['vonage', 'twilio'] }] }, {}, 'The route for DE.', ['vonage', 'twilio']],
  [{ routes: [{ countries: ['*'], providers: ['vonage'] }] }, {}, 'The route for all other countries.', ['vonage']],
  [{}, { provider: 'vonage' }, 'The message names its provider.', ['vonage']],
  [{}, {}, 'All providers, in the order of the configuration.', ['twilio', 'vonage']],
])('the order of the providers is explained: %j, %j', (config, fields, route, order) => {
  source = sourceOf(new EventEmitter(), { config: { ...CONFIG, ...config } });
  stories = new Stories(source);
  const body = JSON.stringify({ recipient: MESSAGE.to, body: 'hello', ...fields });
  source.events.emit('received', { door: 'queue', body, fallbackId: 'm1', at: 1 });
  expect([story().route, story().order.map(({ id }) => id)]).toEqual([route, order]);
});
