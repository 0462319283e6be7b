import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { SmsProvider } from '../../lib';
import type { EmulatedRequest, ProviderEmulator } from '../../lib/providers/emulator-base';
import { startLocalCourier } from '../../local/courier';
import type { Arrival, LocalCourier, LogLine } from '../../local/local-courier';
import { queueClient } from '../../local/queue';
import { eventually } from './support';
import { synthesizeCourier } from './synth';

const ORIGIN = 'https://sms.example.com';

/** Takes any message. */
const provider: ProviderEmulator = {
  id: 'example',
  origin: ORIGIN,
  handle: ({ body }: EmulatedRequest) => {
    const { to, text } = JSON.parse(body) as { to: string; text: string };
    return { status: 200, headers: {}, body: '{}', accepted: { id: 'm', to, from: 'us', text } };
  },
};

/** Its error says what a careless author might make it say: the whole message. */
const JSONNET = `function(ctx)
  if std.objectHas(ctx.template_data, 'poison')
  then error 'cannot send ' + ctx.body + ' to ' + ctx.recipient
  else { to: ctx.recipient, text: ctx.body }`;

const PHONE = '+4917667111638';
const CODE = '428193';
const text = (name: string) => `${name}: your code is ${CODE}`;
const good = (name: string) => ({ id: name, recipient: PHONE, body: text(name), template_data: { login_code: CODE } });

const POISON: Readonly<Record<string, string>> = {
  'not-json': `to ${PHONE}: your code is ${CODE}`,
  'no-recipient': JSON.stringify({ id: 'no-recipient', phone: PHONE, body: text('no-recipient') }),
  jsonnet: JSON.stringify({ ...good('jsonnet'), template_data: { login_code: CODE, poison: true } }),
};

let courier: LocalCourier;
const arrivals: Arrival[] = [];
const log: LogLine[] = [];
const notices: string[] = [];

beforeAll(async () => {
  const { stackDirectory, secretsFile } = synthesizeCourier({
    providers: [SmsProvider.http({ id: 'example', url: `${ORIGIN}/send`, body: JSONNET })],
  });
  courier = await startLocalCourier({ stackDirectory, secretsFile, emulators: [provider], environments: 1 });
  courier.events.on('arrival', (arrival) => arrivals.push(arrival));
  courier.events.on('log', (line) => log.push(line));
  courier.events.on('notice', (line) => notices.push(line));
});

afterAll(() => courier?.stop());

test('poison goes to the dead letters, unchanged and with the reason; its batch-mates arrive once', async () => {
  const messages = [
    good('first'),
    POISON['not-json'],
    good('second'),
    POISON['no-recipient'],
    POISON['jsonnet'],
    good('third'),
  ];
  // In one call, so that they come to the function as one batch.
  const client = queueClient(courier.queueEndpoint, 'eu-central-1');
  const Entries = messages.map((message, index) => ({
    Id: String(index),
    MessageBody: typeof message === 'string' ? message : JSON.stringify(message),
  }));
  await client.send(new SendMessageBatchCommand({ QueueUrl: courier.queueUrl, Entries }));
  client.destroy();

  await eventually(async () => (await courier.deadLetters()).length === 3, 'three dead letters', 20_000);
  const ends = () => log.filter(({ event }) => event === 'message');
  await eventually(() => ends().length === messages.length, 'a line for the end of every message');
  const letters = await courier.deadLetters();
  expect(letters.map(({ body }) => body).sort()).toEqual(Object.values(POISON).sort());
  expect(arrivals.map((arrival) => arrival.text).sort()).toEqual(['first', 'second', 'third'].map(text).sort());

  for (const { attributes, body } of letters) {
    // The courier calls a message by the sender's id, or by the one that SQS gave it.
    const line = ends().find((entry) => entry['message_id'] === attributes['message_id']);
    expect(line).toMatchObject({ state: 'failed', detail: attributes['reason'] });
    expect([body, attributes['reason']]).toEqual([body, expect.stringMatching(REASONS[nameOf(body)] as RegExp)]);
  }
  expect(ends().filter(({ state }) => state === 'sent')).toHaveLength(3);
});

const REASONS: Readonly<Record<string, RegExp>> = {
  'not-json': /^message is not JSON/,
  'no-recipient': /^recipient: missing/,
  jsonnet: /^Jsonnet/,
};

function nameOf(body: string): string {
  return Object.keys(POISON).find((name) => POISON[name] === body) ?? '';
}

test('neither log nor reason holds the number or the code', async () => {
  const reasons = (await courier.deadLetters()).map(({ attributes }) => attributes['reason']);
  const said = JSON.stringify([log, notices, reasons]);
  expect(log.length).toBeGreaterThanOrEqual(6);
  expect(said).not.toContain(CODE);
  expect(said).not.toContain(PHONE.slice(1));
  expect(said).not.toContain('your code is');
});

test('nothing is left in the queue, and nothing comes again', async () => {
  const before = arrivals.length;
  await courier.sendMessage(good('last'));
  await eventually(() => arrivals.length === before + 1, 'the courier goes on');
  expect(arrivals.at(-1)?.text).toBe(text('last'));
  expect(await courier.deadLetters()).toHaveLength(3);
  expect(notices).toEqual([]);
});
