import { Auth } from '@vonage/auth';
import { MessageSendPartialFailure, SMS, SMSFailure, TypeEnum } from '@vonage/sms';
import { TerraformVariable } from 'cdktf';
import { parse } from 'yaml';
import { isAwsProvider } from '../../lambda/config';
import { type HttpProviderProps, SmsProvider, SmsSecret, type VonageProviderProps } from '../../lib';
import { vonageEmulator } from '../../lib/providers/vonage/emulator';
import { type ProviderServer, startProviderServer } from '../../local/provider-server';
import fc from '../support/fast-check';
import { message } from '../support/messages';
import { courier, testStack } from '../support/stack';
import { CREDENTIAL, configOf, sendThrough, startTestProvider } from './support';

// it is written as a module that jest cannot load, and this API needs no token
jest.mock('@vonage/jwt', () => ({}));

const KEY = 'a1b2c3d4';
const apiSecret = SmsSecret.fromSsmParameter('/sms/vonage/api_secret');
const vonage = (fields: Partial<VonageProviderProps> = {}) =>
  SmsProvider.vonage({ apiKey: KEY, apiSecret, from: 'ACME', ...fields });
const emulator = vonageEmulator({ credentials: [CREDENTIAL] });

describe('props', () => {
  it.each<[string, object, string]>([
    ['no key', { apiKey: undefined }, "invalid apiKey undefined: Vonage's is 8 letters and digits"],
    ['a key that is none', { apiKey: 'a1b2c3d' }, 'invalid apiKey "a1b2c3d": Vonage\'s is 8 letters and digits'],
    ['no secret', { apiSecret: undefined }, 'apiSecret is missing'],
    ['no sender', { from: undefined }, 'from is missing: give a number of yours'],
    ['a sender with a space', { from: 'ACME Shop' }, 'from "ACME Shop": Vonage takes letters and digits only'],
    ['such a sender for one country', { from: { default: 'ACME', DE: 'A-B' } }, 'from "A-B": Vonage takes letters'],
    ['a sender that is too long', { from: 'ACMEACMEACME' }, 'from "ACMEACMEACME" is no sender'],
    ['a callback that is no URL', { callback: '/receipts' }, 'invalid callback "/receipts": give an absolute URL'],
    ['a long callback', { callback: `https://a.example/${'x'.repeat(83)}` }, 'of at most 100 characters'],
    ['an empty account reference', { accountRef: '' }, 'accountRef is empty'],
    ['half of what DLT needs', { entityId: '1' }, "India's DLT needs both ids: add contentId"],
    ['the other half', { contentId: '1' }, "India's DLT needs both ids: add entityId"],
    ['an empty entity id', { entityId: '', contentId: '1' }, 'entityId or contentId is empty'],
    ['no content ids', { entityId: '1', contentId: {} }, 'entityId or contentId is empty'],
    ['an empty content id', { entityId: '1', contentId: { default: '' } }, 'entityId or contentId is empty'],
  ])('%s is said', (_, fields, said) => {
    expect(() => vonage(fields)).toThrow(said);
    expect(() => vonage({ id: 'vonage-eu', ...fields })).toThrow(/^provider vonage-eu: /);
  });

  it('are all told at once', () => {
    expect(() => vonage({ apiKey: 'x', from: 'A B', callback: 'y', accountRef: '', entityId: '1' })).toThrow(
      /apiKey.*from.*callback.*accountRef.*DLT/,
    );
  });

  it('may be known at the deploy only where they are not part of the body', () => {
    const token = new TerraformVariable(testStack(), 'token', { type: 'string' }).stringValue;
    const config = configOf(vonage({ apiKey: token }));
    if (isAwsProvider(config)) throw new Error('it is a provider of HTTP');
    expect(config.request.auth).toMatchObject({ config: { user: { env: 'SMS_COURIER_VONAGE_AUTH_USER' } } });
    expect(() => vonage({ callback: token })).toThrow('callback is a Terraform token');
  });

  it('need no default sender where each country has its own', () => {
    const providers = [vonage({ from: { US: '+12065550100' } })];
    expect(() => courier({ providers, allowedCountries: ['US'] })).not.toThrow();
  });
});

describe('the emulator', () => {
  const FIELDS = { to: '4917667111638', from: 'ACME', text: 'Your code is 428193' };
  const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

  interface Changes {
    readonly method?: string;
    readonly path?: string;
    readonly authorization?: string | undefined;
    readonly type?: string;
    readonly body?: string;
  }

  const ask = (fields: Readonly<Record<string, string | undefined>> = {}, changes: Changes = {}) => {
    const { authorization } = { authorization: basic(KEY, CREDENTIAL), ...changes };
    const given = Object.entries({ ...FIELDS, ...fields }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const response = emulator.handle({
      method: changes.method ?? 'POST',
      path: changes.path ?? '/sms/json',
      headers: {
        'content-type': changes.type ?? 'application/x-www-form-urlencoded',
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: changes.body ?? new URLSearchParams(given).toString(),
    });
    const json = response.body === '' ? undefined : JSON.parse(response.body);
    return { ...response, json, first: json?.messages[0] };
  };
  const inBody = { api_key: KEY, api_secret: CREDENTIAL };

  it("answers as Vonage's example does", () => {
    const { status, headers, json, accepted } = ask({ 'client-ref': 'm-1' });
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(json).toEqual({
      'message-count': '1',
      messages: [
        {
          to: FIELDS.to,
          'message-id': expect.stringMatching(/^[0-9A-F]{16}$/),
          status: '0',
          'remaining-balance': '15.53590000',
          'message-price': '0.03330000',
          network: '23410',
          'client-ref': 'm-1',
        },
      ],
    });
    expect(accepted).toEqual({ id: json.messages[0]['message-id'], ...FIELDS });
  });

  it.each<[string, Record<string, string | undefined>, Changes]>([
    ['credentials in the body', inBody, { authorization: undefined }],
    [
      'JSON',
      {},
      { type: 'application/json', body: JSON.stringify({ ...FIELDS, ttl: 20_000, 'status-report-req': true }) },
    ],
    ['a plus sign before the recipient', { to: '+4917667111638' }, {}],
    ['a number as the sender', { from: '12065550100' }, {}],
    ['the shortest life', { ttl: '20000' }, {}],
    ['the longest life', { ttl: '604800000' }, {}],
    [
      'every option',
      { 'account-ref': 'a', callback: 'https://a.example', 'message-class': '0', 'trusted-number': '1' },
      {},
    ],
    ['fields that it does not know', { 'x-y': 'z' }, {}],
  ])('takes %s', (_, fields, changes) => {
    expect(ask(fields, changes)).toMatchObject({ first: { status: '0' }, accepted: { to: FIELDS.to } });
  });

  it.each<[string, Record<string, string | undefined>, Changes, string, string]>([
    ['no credentials', {}, { authorization: undefined }, '2', 'Missing api_key'],
    ['a key alone', { api_key: KEY }, { authorization: undefined }, '2', 'Missing api_secret'],
    ['another secret', {}, { authorization: basic(KEY, 'x') }, '4', 'Bad Credentials'],
    ['a key that is none', {}, { authorization: basic('key', CREDENTIAL) }, '4', 'Bad Credentials'],
    ['a bearer token', {}, { authorization: `Bearer ${CREDENTIAL}` }, '2', 'Missing api_key'],
    [
      'a signature that nobody can check',
      { api_key: KEY, sig: 'x' },
      { authorization: undefined },
      '14',
      'Invalid Signature',
    ],
    [
      'signature and secret',
      { ...inBody, sig: 'x' },
      { authorization: undefined },
      '32',
      'Signature and API secret disallowed',
    ],
    ['no recipient', { to: undefined }, {}, '2', 'Missing to param'],
    ['no sender', { from: undefined }, {}, '2', 'Missing from param'],
    ['no text', { text: undefined }, {}, '2', 'Missing text param'],
    ['an empty text', { text: '' }, {}, '2', 'Missing text param'],
    ['text as the body', inBody, { type: 'text/plain', authorization: undefined }, '2', 'Missing api_key'],
    ['JSON that is none', {}, { type: 'application/json', body: '{' }, '2', 'Missing to param'],
    [
      'a list in JSON',
      {},
      { type: 'application/json', body: '{"to":["4917667111638"]}' },
      '3',
      'Invalid value for param to',
    ],
    ['a recipient with 00', { to: '004917667111638' }, {}, '3', 'Invalid value for param to'],
    ['a recipient with spaces', { to: '49 176 67111638' }, {}, '3', 'Invalid value for param to'],
    ['a recipient that is too long', { to: '4917667111638000' }, {}, '3', 'Invalid value for param to'],
    ['a type that is none', { type: 'utf8' }, {}, '3', 'Invalid value for param type'],
    ['too short a life', { ttl: '19999' }, {}, '3', 'Invalid value for param ttl'],
    ['too long a life', { ttl: '604800001' }, {}, '3', 'Invalid value for param ttl'],
    ['a life in seconds with a fraction', { ttl: '20000.5' }, {}, '3', 'Invalid value for param ttl'],
    ['a long reference', { 'client-ref': 'x'.repeat(101) }, {}, '3', 'Invalid value for param client-ref'],
    [
      'a report wish that is none',
      { 'status-report-req': 'yes' },
      {},
      '3',
      'Invalid value for param status-report-req',
    ],
    ['a message class that is none', { 'message-class': '4' }, {}, '3', 'Invalid value for param message-class'],
    ['a long text', { text: 'x'.repeat(3201) }, {}, '12', 'Message too long'],
    ['a number with +', { from: '+12065550100' }, {}, '15', 'Illegal Sender Address - rejected'],
    ['a sender with a space', { from: 'ACME Shop' }, {}, '15', 'Illegal Sender Address - rejected'],
    ['a long sender', { from: 'ACMEACMEACME' }, {}, '15', 'Illegal Sender Address - rejected'],
    ['a callback that is no URL', { callback: '/receipts' }, {}, '23', 'Invalid callback URL'],
    ['a long callback', { callback: `https://a.example/${'x'.repeat(83)}` }, {}, '23', 'Invalid callback URL'],
  ])('refuses %s with HTTP 200', (_, fields, changes, status, text) => {
    const response = ask(fields, changes);
    expect(response.status).toBe(200);
    expect(response.json).toEqual({ 'message-count': '1', messages: [{ status, 'error-text': text }] });
    expect(response.accepted).toBeUndefined();
  });

  it('has one resource, with one method', () => {
    expect(ask({}, { path: '/sms/xml' }).status).toBe(404);
    expect(ask({}, { method: 'GET' }).status).toBe(405);
  });

  it('brings characters outside of GSM-7 only where the type says so', () => {
    const text = 'ważny ✓ 5 €';
    expect(ask({ text }).accepted?.text).toBe('wa?ny ? 5 €');
    expect(ask({ text, type: 'unicode' }).accepted?.text).toBe(text);
  });

  it.each([
    ['x'.repeat(160), 'text', 1],
    ['x'.repeat(161), 'text', 2],
    ['x'.repeat(160), 'unicode', 3],
    ['😀'.repeat(35), 'unicode', 1],
    ['😀'.repeat(36), 'unicode', 2],
  ])('makes of %j as %s %i parts', (text, type, count) => {
    const { json } = ask({ text, type });
    expect([json['message-count'], json.messages.length]).toEqual([String(count), count]);
  });
});

it('does not send to India what networks there would drop: a message whose template has no id', async () => {
  const dlt = vonage({ entityId: '1101000000000000001', contentId: { login_code: '1107160000000000001' } });
  const send = (recipient: string, template_type: string) => sendThrough(dlt, emulator, { recipient, template_type });
  expect(await send('+919812345678', 'login_code')).toMatchObject({ outcome: 'accepted' });
  expect(await send('+4917667111638', 'recovery_code')).toMatchObject({ outcome: 'accepted' });
  expect(await send('+919812345678', 'recovery_code')).toMatchObject({
    outcome: 'bad_request',
    detail: expect.stringContaining('contentId has no id for recovery_code, and no default'),
  });
});

it('brings any text as it is, unless it is longer than Vonage takes', async () => {
  const test = await startTestProvider(vonage({ from: { default: 'ACME', US: '+12065550100' } }), emulator);
  const recipients = ['+4917667111638', '+12065550123', '+919812345678', '+442071838750', '+61412345678'];
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...recipients),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.string({
            unit: fc.constantFrom('a', '€', '\n', '\f', 'ç', '^', '\r', '+', '&', '{$API_SECRET}'),
            maxLength: 400,
          }),
          fc.string({ minLength: 3100, maxLength: 3300 }),
        ),
        fc.string({ minLength: 1, maxLength: 128 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        async (recipient, body, id, seconds) => {
          fc.pre(body.trim() !== '');
          const expires_at = new Date(Date.now() + seconds * 1000).toISOString();
          const outcome = await test.provider.attempt(message({ recipient, body, id, expires_at }), 1);
          if (body.length > 3200) return expect(outcome).toMatchObject({ outcome: 'bad_request', code: '12' });
          expect(outcome).toMatchObject({ outcome: 'accepted' });
          expect(test.accepted.at(-1)).toMatchObject({ to: recipient.slice(1), text: body });
        },
      ),
      { numRuns: 40 },
    );
  } finally {
    await test.close();
  }
});

describe("Vonage's own client", () => {
  let server: ProviderServer;
  const client = (secret = CREDENTIAL) =>
    new SMS(new Auth({ apiKey: KEY, apiSecret: secret }), { restHost: server.endpoints[emulator.origin] as string });
  const sms = { to: '4917667111638', from: 'ACME', text: 'Your code is 428193' };

  beforeAll(async () => {
    server = await startProviderServer([emulator], 0);
  });
  afterEach(() => server.setFault(emulator.origin));
  afterAll(() => server.close());

  it('is taken, and finds what it looks for in the answer', async () => {
    const taken: unknown[] = [];
    server.events.on('request', ({ accepted }) => taken.push(accepted));
    const text = `ważny ${'x'.repeat(70)}`;
    const answer = await client().send({
      ...sms,
      text,
      type: TypeEnum.UNICODE,
      ttl: 60_000,
      clientRef: 'm-1',
      statusReportReq: true,
    });
    expect(answer.messages).toHaveLength(2);
    expect(answer.messages[0]).toMatchObject({ status: '0', to: sms.to, clientRef: 'm-1' });
    expect(taken).toEqual([{ id: answer.messages[0]?.messageId, to: sms.to, from: 'ACME', text }]);
  });

  it.each([
    ['a wrong secret', 'x', undefined, '4'],
    ['no credit', CREDENTIAL, '9', '9'],
    ['an illegal sender', CREDENTIAL, '15', '15'],
  ])('understands %s', async (_, secret, code, status) => {
    if (code !== undefined) await server.setFault(emulator.origin, { kind: 'error', code });
    const error = await client(secret)
      .send(sms)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SMSFailure);
    // it compares the count with a number, and ours is text as the API's specification has it: so it calls the failure partial
    expect(error).toBeInstanceOf(MessageSendPartialFailure);
    expect((error as SMSFailure).getFailedMessages()).toMatchObject([{ status }]);
    expect((error as SMSFailure).getSuccessfulMessages()).toEqual([]);
  });
});

describe("a request config as on Ory's page", () => {
  /** The url, method and headers of https://www.ory.com/docs/kratos/emails-sms/sending-sms, whose YAML is read as a user would. */
  const config = parse(`
    url: https://rest.nexmo.com/sms/json
    method: POST
    headers:
      Content-Type: application/json
      # the credentials are in the body
  `) as Pick<HttpProviderProps, 'url' | 'method' | 'headers'>;
  const secrets = {
    VONAGE_API_KEY: SmsSecret.fromSsmParameter('/sms/vonage/api_key'),
    VONAGE_API_SECRET: SmsSecret.fromSsmParameter('/sms/vonage/api_secret'),
  };
  const fields = `
    api_key: '{$VONAGE_API_KEY}',
    api_secret: '{$VONAGE_API_SECRET}',
    from: 'ACME',
    to: ctx.recipient,
    text: ctx.body,
  `;
  const envelope = `function(ctx) { body: std.manifestJsonEx({ ${fields} }, '  ') }`;
  const ory = (props: object = {}) => SmsProvider.http({ ...config, secrets, body: envelope, ...props });

  it.each([
    ['the text of an envelope', envelope],
    ['the object itself', `function(ctx) { ${fields} }`],
  ])('works with %s', async (_, body) => {
    expect(await sendThrough(ory({ body }), emulator)).toEqual({
      outcome: 'accepted',
      messageId: expect.stringMatching(/^[0-9A-F]{16}$/),
    });
  });

  it('does not take HTTP 200 for success, without a rule of its own', async () => {
    expect(await sendThrough(ory(), emulator, {}, { kind: 'error', code: '9' })).toEqual({
      outcome: 'out_of_credit',
      code: '9',
      detail: 'Partner quota exceeded',
    });
  });

  it('gets the built-in body where it gives none, and says what that needs', async () => {
    const { VONAGE_API_SECRET } = secrets;
    const bare = (props: object) =>
      SmsProvider.http({
        url: config.url,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        auth: { type: 'basic_auth', config: { user: KEY, password: '{$VONAGE_API_SECRET}' } },
        secrets: { VONAGE_API_SECRET },
        ...props,
      });
    expect(await sendThrough(bare({ from: 'ACME' }), emulator)).toMatchObject({ outcome: 'accepted' });
    expect(() => bare({})).toThrow('provider http: from is missing: give a number of yours');
    expect(() => bare({ from: 'A B' })).toThrow('provider http: from "A B": Vonage takes letters and digits only');
  });
});
