import { parseRecipient } from '../../lambda/phone';
import { SmsSecret, SmsSource } from '../../lib';
import { ORY_EXAMPLES } from '../support/messages';
import {
  API_KEY,
  basic,
  isDuplicate,
  isSent,
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
      previousApiKey: SmsSecret.fromSsmParameter('/ingress/previous_key'),
      basicAuth: { user: 'ory', password: SmsSecret.fromSsmParameter('/ingress/password') },
      sources: [
        SmsSource.ory(),
        SmsSource.generic({
          map: `function(req)
            if std.get(req.json, 'event') == 'ping' then error 'cancel'
            else { id: req.json.event_id, recipient: req.json.phone, body: 'Your code is ' + req.json.code, seen: req.headers }`,
        }),
      ],
    },
    { '/ingress/key': API_KEY, '/ingress/previous_key': 'the-key-before', '/ingress/password': PASSWORD },
  );
  url = `${running.url}/ory`;
}, 60_000);

afterAll(() => running?.courier.stop());

const examples = Object.entries(ORY_EXAMPLES);
/** As Ory's courier writes it, with a snippet `function(ctx) ctx`: indented by three, keys sorted, a line break at the end. */
const wire = (message: object) => `${JSON.stringify(message, null, 3)}\n`;
const recipientOf = (message: Readonly<Record<string, unknown>>) => parseRecipient(String(message['recipient']))?.e164;
const arrivalsOf = (message: Readonly<Record<string, unknown>>) =>
  running.arrivals.filter(
    ({ to, text }) => to === recipientOf(message) && text.trim() === String(message['body']).trim(),
  );

/** With another code, as one that was asked for later. */
function variant(message: Readonly<Record<string, unknown>>, code: string): Readonly<Record<string, unknown>> {
  return JSON.parse(
    JSON.stringify(message)
      .replaceAll(/"\d{6}"/g, `"${code}"`)
      .replaceAll(/\b\d{6}\b/g, code),
  );
}

describe.each([
  ['an API key', WITH_KEY, '111111'],
  ['basic auth', basic('ory', PASSWORD), '222222'],
])('with %s', (_, headers, code) => {
  it.each(examples)("brings Ory's %s to the phone once, however often it is posted", async (_, example) => {
    const unique = variant(example, code);
    const posted = await post(url, wire(unique), headers);
    expect([posted.status, posted.json]).toEqual([
      200,
      { id: expect.stringMatching(/^[\w-]{36}$/), state: 'queued', duplicate: false, attempts: 0 },
    ]);
    await isSent(running.log, posted.json['id']);
    const again = await post(url, wire(unique), headers);
    expect(again.status).toBe(200);
    expect(again.json['id']).not.toBe(posted.json['id']);
    await isDuplicate(running.log, again.json['id']);
    expect(arrivalsOf(unique)).toHaveLength(1);
  });
});

it('knows a message again whose members come in another order, and tells one with another code apart', async () => {
  const message = { recipient: '+4917600000001', body: 'first 313131', template_data: { a: 1, b: { c: 2, d: [3] } } };
  const reordered = {
    template_data: { b: { d: [3], c: 2 }, a: 1 },
    body: 'first 313131',
    recipient: '+49 176 00000001',
  };
  const first = await post(url, JSON.stringify(message), WITH_KEY);
  await isSent(running.log, first.json['id']);
  const second = await post(url, JSON.stringify(reordered), WITH_KEY);
  await isDuplicate(running.log, second.json['id']);
  expect(arrivalsOf(message)).toHaveLength(1);
  const other = { ...message, body: 'second 313132' };
  await post(url, JSON.stringify(other), WITH_KEY);
  await eventually(() => arrivalsOf(other).length === 1, 'the other');
});

it("goes by the sender's id where there is one", async () => {
  const message = { id: 'order-1', recipient: '+4917600000002', body: 'text 414141' };
  expect((await post(url, JSON.stringify(message), WITH_KEY)).json).toMatchObject({ id: 'order-1', state: 'queued' });
  await isSent(running.log, 'order-1');
  await post(url, JSON.stringify({ ...message, body: 'another text' }), WITH_KEY);
  await isDuplicate(running.log, 'order-1');
});

it('takes the key before as well, and what Ory’s page on passwordless login wraps', async () => {
  const message = { recipient: '+4917600000003', body: 'wrapped 515151' };
  const headers = { ...JSON_TYPE, 'X-Api-Key': 'the-key-before' };
  expect((await post(url, JSON.stringify({ ctx: message }), headers)).status).toBe(200);
  await eventually(() => arrivalsOf(message).length === 1, 'its arrival');
});

it("maps any webhook by the author's Jsonnet, which sees no credential, and tells the sender what does not fit", async () => {
  const generic = `${running.url}/generic`;
  const event = { event_id: 'e-1', phone: '+4917600000004', code: '616161' };
  expect((await post(generic, JSON.stringify(event), WITH_KEY)).json).toMatchObject({ id: 'e-1', state: 'queued' });
  await eventually(() => running.arrivals.some(({ text }) => text === 'Your code is 616161'), 'its arrival');
  expect(await post(generic, '{"event":"ping"}', WITH_KEY)).toMatchObject({
    status: 200,
    json: { state: 'cancelled' },
  });
  const wrong = await post(generic, '{"event":"other"}', WITH_KEY);
  expect([wrong.status, wrong.json]).toEqual([
    422,
    {
      error: 'invalid_message',
      detail: expect.stringMatching(/^the mapping does not fit this request: no such field: code/),
    },
  ]);
});
