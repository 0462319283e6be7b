import { twilioEmulator } from '../../lib/providers/twilio/emulator';

const ACCOUNT = `AC${'0123456789abcdef'.repeat(2)}`;
const SERVICE = `MG${'0123456789abcdef'.repeat(2)}`;
const API_KEY = `SK${'0123456789abcdef'.repeat(2)}`;
const PATH = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`;
const TOKEN = 'the:token';
const FIELDS = { To: '+4917667111638', From: '+15551234567', Body: 'Your code is 428193' };

const emulator = twilioEmulator({ authTokens: [TOKEN] });
const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

interface Changes {
  readonly method?: string;
  readonly path?: string;
  readonly authorization?: string | undefined;
  readonly type?: string;
  readonly body?: string;
}

function send(fields: Readonly<Record<string, string | undefined>> = {}, changes: Changes = {}) {
  const all = Object.entries({ ...FIELDS, ...fields }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const { authorization } = { authorization: basic(ACCOUNT, TOKEN), ...changes };
  const response = emulator.handle({
    method: changes.method ?? 'POST',
    path: changes.path ?? PATH,
    headers: {
      'content-type': changes.type ?? 'application/x-www-form-urlencoded',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: changes.body ?? new URLSearchParams(all).toString(),
  });
  return { ...response, json: JSON.parse(response.body) as Record<string, unknown> };
}

test("takes a message and answers as Twilio's example does", () => {
  const { status, json, accepted, headers } = send();
  expect(status).toBe(201);
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(json).toEqual({
    account_sid: ACCOUNT,
    api_version: '2010-04-01',
    body: FIELDS.Body,
    date_created: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/),
    date_sent: null,
    date_updated: json['date_created'],
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: FIELDS.From,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    status: 'queued',
    subresource_uris: { media: `/2010-04-01/Accounts/${ACCOUNT}/Messages/${json['sid']}/Media.json` },
    to: FIELDS.To,
    uri: `/2010-04-01/Accounts/${ACCOUNT}/Messages/${json['sid']}.json`,
  });
  expect(accepted).toEqual({ id: json['sid'], to: FIELDS.To, from: FIELDS.From, text: FIELDS.Body });
  expect(send().json['sid']).not.toBe(json['sid']);
});

test('a messaging service accepts first and chooses the sender later', () => {
  const { status, json, accepted } = send({ From: undefined, MessagingServiceSid: SERVICE });
  expect([status, json['status'], json['from'], json['messaging_service_sid'], json['num_segments']]).toEqual([
    201,
    'accepted',
    null,
    SERVICE,
    '0',
  ]);
  expect(accepted?.from).toBe(SERVICE);
});

test('lets through what Twilio lets through', () => {
  expect(send({}, { authorization: basic(API_KEY, TOKEN) }).status).toBe(201);
  expect(
    send({}, { path: `${PATH}?PageSize=1`, type: 'Application/X-WWW-Form-Urlencoded; charset=utf-8' }).status,
  ).toBe(201);
  expect(send({ From: '12345' }).status).toBe(201);
  expect(send({ From: 'ACME Shop' }).status).toBe(201);
  expect(send({ Unknown: 'field', ValidityPeriod: '36000', StatusCallback: 'https://example.com/twilio' }).status).toBe(
    201,
  );
  expect(send({ Body: 'x'.repeat(1600) }).status).toBe(201);
  expect(send({}, { body: 'To=%2B4917667111638&From=ACME&Body=gr%C3%BC%C3%9Fe+%F0%9F%98%80%0A' }).accepted?.text).toBe(
    'grüße 😀\n',
  );
});

test.each<[string, Record<string, string | undefined>, Changes, number, number]>([
  ['no credentials', {}, { authorization: undefined }, 401, 20003],
  ['a wrong token', {}, { authorization: basic(ACCOUNT, 'the') }, 401, 20003],
  ['another account', {}, { authorization: basic(`AC${'f'.repeat(32)}`, TOKEN) }, 401, 20003],
  ['another scheme', {}, { authorization: `Bearer ${TOKEN}` }, 401, 20003],
  ['an account that is none', {}, { path: '/2010-04-01/Accounts/AC1/Messages.json' }, 404, 20404],
  ['another resource', {}, { path: PATH.replace('.json', '') }, 404, 20404],
  ['another method', {}, { method: 'PUT' }, 405, 20004],
  ['JSON', {}, { type: 'application/json', body: JSON.stringify(FIELDS) }, 400, 21604],
  ['a form that is said to be JSON', {}, { type: 'application/json' }, 400, 21604],
  ['names in lower case', {}, { body: 'to=%2B4917667111638&from=ACME&body=x' }, 400, 21604],
  ['no To', { To: undefined }, {}, 400, 21604],
  ['neither From nor service', { From: undefined }, {}, 400, 21603],
  ['no Body', { Body: undefined }, {}, 400, 21602],
  ['an empty Body', { Body: '' }, {}, 400, 21602],
  ['too long a Body', { Body: 'x'.repeat(1601) }, {}, 400, 21617],
  ['a To without +', { To: '4917667111638' }, {}, 400, 21211],
  ['a To with spaces', { To: '+49 176 671 11 638' }, {}, 400, 21211],
  ['a To that is too long', { To: '+4917667111638000' }, {}, 400, 21211],
  ['To as From', { To: '+15551234567' }, {}, 400, 21211],
  ['a From that is none', { From: 'more than eleven' }, {}, 400, 21212],
  ['a service that is none', { MessagingServiceSid: 'MG1' }, {}, 404, 21701],
  ['a callback that is no URL', { StatusCallback: '/twilio' }, {}, 400, 21609],
  ['a validity that is too long', { ValidityPeriod: '36001' }, {}, 400, 90007],
  ['a validity of zero', { ValidityPeriod: '0' }, {}, 400, 90007],
  ['a callback to a host with an underscore', { StatusCallback: 'https://my_host.example/' }, {}, 400, 21609],
  ['an unknown retention of the text', { ContentRetention: 'debug' }, {}, 400, 30029],
  ['an unknown retention of the number', { AddressRetention: 'discard' }, {}, 400, 30030],
  ['the magic sender that is invalid', { From: '+15005550001' }, {}, 400, 21212],
  ['the magic sender that cannot send', { From: '+15005550007' }, {}, 400, 21606],
  ['the magic sender whose queue is full', { From: '+15005550008' }, {}, 429, 21611],
  ['the magic number that is invalid', { To: '+15005550001' }, {}, 400, 21211],
  ['the magic number without a route', { To: '+15005550002' }, {}, 400, 21612],
  ['the magic number abroad', { To: '+15005550003' }, {}, 400, 21408],
  ['the magic number that said STOP', { To: '+15005550004' }, {}, 400, 21610],
  ['the magic landline', { To: '+15005550009' }, {}, 400, 21614],
])('refuses %s', (_what, fields, changes, status, code) => {
  const response = send(fields, changes);
  expect(response.status).toBe(status);
  expect(response.json).toEqual({
    code,
    message: expect.any(String),
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  });
  expect(response.accepted).toBeUndefined();
});

test.each([
  ['x'.repeat(160), '1'],
  ['x'.repeat(161), '2'],
  ['€'.repeat(80), '1'],
  ['€'.repeat(81), '2'],
  ['😀'.repeat(35), '1'],
  ['😀'.repeat(36), '2'],
  [`${'x'.repeat(69)}ł`, '1'],
  [`${'x'.repeat(134)}ł`, '3'],
])('counts the segments of %j', (text, segments) => {
  expect(send({ Body: text }).json['num_segments']).toBe(segments);
});
