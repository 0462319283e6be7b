import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { SmsSecret } from '../../lib';
import { queueClient } from '../../local/queue';
import {
  API_KEY,
  basic,
  JSON_TYPE,
  PASSWORD,
  post,
  type RunningIngress,
  startIngress,
  WITH_KEY,
} from './ingress-support';
import { eventually } from './support';

let running: RunningIngress;
let url: string;

beforeAll(async () => {
  running = await startIngress(
    {
      apiKey: SmsSecret.fromSsmParameter('/ingress/key'),
      basicAuth: { user: 'ory', password: SmsSecret.fromSsmParameter('/ingress/password') },
    },
    { '/ingress/key': API_KEY, '/ingress/password': PASSWORD },
  );
  url = `${running.url}/ory`;
}, 60_000);

afterAll(() => running?.courier.stop());

const message = { recipient: '+4917600000009', body: 'never 919191', template_data: { login_code: '919191' } };
const body = JSON.stringify(message);
const long = JSON.stringify({ ...message, body: `919191 ${'x'.repeat(1024 * 1024)}` });
const WRONG = 'wr0ng-credential';

it.each([
  [
    'a bad key',
    401,
    'unauthorized',
    /wrong credential: send an X-Api-Key header or basic auth/,
    body,
    { ...WITH_KEY, 'X-Api-Key': WRONG },
  ],
  [
    'a key that begins well',
    401,
    'unauthorized',
    /wrong credential/,
    body,
    { ...WITH_KEY, 'X-Api-Key': API_KEY.slice(0, -1) },
  ],
  ['an empty key', 401, 'unauthorized', /wrong credential/, body, { ...WITH_KEY, 'X-Api-Key': '' }],
  ['no key', 401, 'unauthorized', /^no credential: send an X-Api-Key header or basic auth$/, body, JSON_TYPE],
  ['a wrong password', 401, 'unauthorized', /wrong credential/, body, basic('ory', WRONG)],
  ['a wrong user', 401, 'unauthorized', /wrong credential/, body, basic('mallory', PASSWORD)],
  ['basic auth that is none', 401, 'unauthorized', /no credential/, body, { ...JSON_TYPE, Authorization: 'Basic %%%' }],
  ['1 MB', 413, 'message_too_large', /^10\d{5} bytes: a message has 65536 at most$/, long, WITH_KEY],
  [
    'another content type',
    415,
    'unsupported_media_type',
    /must be application\/json/,
    body,
    { ...WITH_KEY, 'Content-Type': 'text/plain' },
  ],
  [
    'a form',
    415,
    'unsupported_media_type',
    /must be/,
    'a=919191',
    { ...WITH_KEY, 'Content-Type': 'application/x-www-form-urlencoded' },
  ],
  [
    'broken JSON',
    400,
    'invalid_json',
    /^the body \(\d+ bytes\) is not JSON in UTF-8$/,
    `${body.slice(0, -1)},`,
    WITH_KEY,
  ],
  ['no body', 400, 'invalid_json', /\(0 bytes\)/, '', WITH_KEY],
  ['a list', 422, 'invalid_message', /message is an array/, `[${body}]`, WITH_KEY],
  [
    'no recipient',
    422,
    'invalid_message',
    /^recipient: missing/,
    JSON.stringify({ ...message, recipient: undefined }),
    WITH_KEY,
  ],
  [
    'a recipient that is none',
    422,
    'invalid_message',
    /^recipient: not a phone number/,
    JSON.stringify({ ...message, recipient: '919191' }),
    WITH_KEY,
  ],
  ['no text', 422, 'invalid_message', /^body: empty or missing/, JSON.stringify({ ...message, body: ' ' }), WITH_KEY],
  [
    'an e-mail',
    422,
    'invalid_message',
    /^message_type: only "sms"/,
    JSON.stringify({ ...message, message_type: 'email' }),
    WITH_KEY,
  ],
])('%s', async (_, status, error, detail, sent, headers) => {
  const answer = await post(url, sent, headers as Record<string, string>);
  expect([answer.status, answer.json]).toEqual([status, { error, detail: expect.stringMatching(detail) }]);
  expect(answer.headers.get('content-type')).toBe('application/json');
});

it.each(['GET', 'PUT', 'DELETE'])('%s', async (method) => {
  const answer = await post(url, undefined, WITH_KEY, method);
  expect([answer.status, answer.headers.get('allow'), answer.json]).toEqual([
    405,
    'POST',
    { error: 'method_not_allowed', detail: `${method}: use POST` },
  ]);
});

it('another path, by API Gateway', async () => {
  expect(await post(`${running.url}/other`, body, WITH_KEY)).toMatchObject({
    status: 404,
    json: { message: 'Not Found' },
  });
});

it('enqueues nothing of it, and logs a line without body, code, number or key for each', async () => {
  const client = queueClient(running.courier.queueEndpoint, 'eu-central-1');
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: running.courier.queueUrl, AttributeNames: ['All'] }),
  );
  client.destroy();
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  expect(await running.courier.deadLetters()).toEqual([]);
  expect(running.arrivals.filter(({ text }) => text.includes('919191'))).toEqual([]);
  // a line travels another way than the answer, and may be here later
  await eventually(() => running.log.length >= 20, 'a line for each');
  const lines = running.log.filter(({ event }) => event === 'ingress');
  expect(lines).toHaveLength(20);
  expect(running.log).toEqual(lines);
  expect(lines[0]).toEqual({
    time: expect.any(String),
    level: 'warn',
    courier: expect.stringMatching(/^test-Sms-[0-9a-f]{8}$/),
    config: expect.stringMatching(/^[0-9a-f]{12}$/),
    event: 'ingress',
    source: 'ory',
    status: '401',
    code: 'unauthorized',
    duration_ms: expect.any(Number),
    requests: 1,
    _aws: expect.anything(),
  });
  const printed = running.printed();
  for (const personal of ['919191', '00000009', API_KEY, WRONG, PASSWORD, 'never', 'mallory', 'xxxx'])
    expect(printed).not.toContain(personal);
});
