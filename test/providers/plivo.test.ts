import { Client } from 'plivo';
import { parse } from 'yaml';
import { type Sender, SmsProvider, SmsSecret } from '../../lib';
import type { EmulatedRequest } from '../../lib/providers/emulator-base';
import { responseRule } from '../../lib/providers/kind';
import { plivoEmulator } from '../../lib/providers/plivo/emulator';
import { startProviderServer } from '../../local/provider-server';
import { testJsonnet } from '../support/engine';
import fc from '../support/fast-check';
import { courier } from '../support/stack';
import { httpRequest } from './http-request';
import { CREDENTIAL, configOf } from './support';

const AUTH_ID = 'MAXXXXXXXXXXXXXXXXXX';
const POWERPACK = 'f5e3b8a4-0c0e-4d5b-9a53-0b7b0e2f1a11';
const PATH = `/v1/Account/${AUTH_ID}/Message/`;
const emulator = plivoEmulator({ authTokens: [CREDENTIAL] });
const plivo = (fields: object = {}): SmsProvider =>
  SmsProvider.plivo({
    authId: AUTH_ID,
    authToken: SmsSecret.fromSsmParameter('/sms/plivo/auth_token'),
    src: 'ACME',
    ...fields,
  });

describe('props', () => {
  it.each<[string, object, string]>([
    ['no sender', { src: undefined }, 'neither of src and powerpackUuid given; give exactly one'],
    ['two senders', { powerpackUuid: POWERPACK }, 'both of src and powerpackUuid given; give exactly one'],
    ['an Auth ID that is none', { authId: 'AC1' }, 'invalid authId "AC1": Plivo\'s begins with MA or SA'],
    ['a Powerpack that is none', { src: undefined, powerpackUuid: 'mine' }, 'invalid powerpackUuid "mine"'],
    ['an unknown log', { log: 'none' }, "log is \"none\": use true, false, 'number_only' or 'content_only'"],
    ['a callback that is no URL', { url: '/status' }, 'invalid url "/status": give an absolute URL'],
    ['a DLT template alone', { dltTemplateId: '1' }, 'a DLT template without its entity: add dltEntityId'],
    [
      'an unknown DLT category',
      { dltEntityId: '1', dltTemplateCategory: 'otp' },
      'dltTemplateCategory is "otp": use transactional, promotional, service_implicit, service_explicit',
    ],
    ['a sender that is none', { src: 'more than eleven' }, 'src "more than eleven" is no sender'],
    [
      'a sender that phones would show otherwise',
      { src: { default: 'ACME Shop', US: '+12065550100' } },
      'Plivo strips all but letters and digits from src: "ACME Shop" would be "ACMEShop"; write it so',
    ],
  ])('refuses %s', (_, fields, error) => {
    expect(() => plivo(fields)).toThrow(error);
  });

  it('names all that is wrong at once', () => {
    expect(() => plivo({ id: 'plivo-eu', authId: 'x', src: undefined, log: 1 })).toThrow(
      /^provider plivo-eu: invalid authId "x".*; neither of src.*; log is 1/,
    );
  });

  it('says what it could not send to at all', () => {
    expect(() =>
      courier({ allowedCountries: ['DE', 'US'], providers: [plivo({ src: { US: '+12065550100' } })] }),
    ).toThrow('provider plivo: src names no sender for DE');
  });
});

describe('request', () => {
  it.each([
    [0.5, 5],
    [5, 5],
    [10_799, 10_799],
    [10_800, 10_799],
  ])('lets a message that has %p s to live wait for %s s', async (seconds, expiry) => {
    const expires_at = new Date(Date.parse('2026-05-02T09:20:00Z') + seconds * 1000).toISOString();
    expect(JSON.parse((await httpRequest(plivo(), { expires_at })).body).message_expiry).toBe(expiry);
  });

  it('never lets one recipient become two', async () => {
    const config = configOf(plivo());
    const body = 'request' in config ? (config.request.body as string) : '';
    const ctx = { recipient: '+491<+492', body: 'x', courier: { country: 'DE', ttl_seconds: 60 } };
    await expect(testJsonnet().evaluate(body, { name: 'ctx', value: ctx })).rejects.toThrow(
      'the recipient holds "<", which separates recipients',
    );
  });

  it("is taken by Plivo, or refused for its text's length alone", async () => {
    const senders = fc.constantFrom<Sender>('ACME', '+12065550100', '12345', { default: 'ACME', US: '+12065550100' });
    const numbers = fc.constantFrom(
      '+4917667111638',
      '+12065550123',
      '+447400123456',
      '+919812345678',
      '+5511987654321',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 800 }),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1700 }),
    );
    await fc.assert(
      fc.asyncProperty(senders, numbers, texts, async (src, recipient, body) => {
        const {
          status,
          accepted,
          body: answer,
        } = emulator.handle(await httpRequest(plivo({ src }), { recipient, body }));
        if (accepted !== undefined) {
          expect([status, accepted.to, accepted.text]).toEqual([202, recipient, body.toWellFormed()]);
        } else {
          expect(JSON.parse(answer).error).toBe('text is too long');
          expect(body.length).toBeGreaterThan(737);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('emulator', () => {
  const FIELDS = { src: '+12065550100', dst: '+4917667111638', text: 'Your code is 428193' };
  const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const send = (fields: object = {}, changes: Partial<EmulatedRequest> = {}) => {
    const answer = emulator.handle({
      method: 'POST',
      path: PATH,
      headers: { 'content-type': 'application/json', authorization: basic(AUTH_ID, CREDENTIAL) },
      body: JSON.stringify({ ...FIELDS, ...fields }),
      ...changes,
    });
    return { ...answer, json: JSON.parse(answer.body) };
  };

  it("takes a message and answers as Plivo's example does", () => {
    const { status, json, accepted } = send();
    expect([status, json]).toEqual([
      202,
      { api_id: expect.stringMatching(/^[0-9a-f-]{36}$/), message: 'message(s) queued', message_uuid: [accepted?.id] },
    ]);
    expect(accepted).toMatchObject({ to: '+4917667111638', from: '12065550100', text: FIELDS.text });
  });

  it.each<[string, object]>([
    ['a number as people write it', { dst: '+49 (176) 67-111.638' }],
    ['a sender that it strips', { src: 'ACME Shop' }],
    ['a Powerpack', { src: undefined, powerpack_uuid: POWERPACK }],
    [
      'all that it may be told',
      { type: 'sms', method: 'GET', log: 'false', url: 'https://a.example', message_expiry: 5 },
    ],
    ['fields that it does not know', { unknown: 1 }],
    ['a text as long as it may be', { text: 'x'.repeat(1600) }],
    ['one outside of GSM-7', { text: 'ł'.repeat(737) }],
  ])('lets through %s', (_, fields) => {
    expect(send(fields)).toMatchObject({ status: 202, accepted: { to: '+4917667111638' } });
  });

  it.each<[string, object, Partial<EmulatedRequest>, number, string]>([
    ['no credentials', {}, { headers: { 'content-type': 'application/json' } }, 401, 'authentication_failed'],
    [
      'a wrong token',
      {},
      { headers: { 'content-type': 'application/json', authorization: basic(AUTH_ID, 'x') } },
      401,
      'authentication_failed',
    ],
    ["another account's url", {}, { path: PATH.replace('MA', 'SA') }, 401, 'authentication_failed'],
    ['a url without its slash', {}, { path: PATH.slice(0, -1) }, 404, 'not found'],
    ['another method', {}, { method: 'GET' }, 405, 'method not allowed'],
    [
      'a form',
      {},
      { headers: { authorization: basic(AUTH_ID, CREDENTIAL) }, body: 'dst=1' },
      400,
      'the body is no JSON',
    ],
    ['a list', {}, { body: '[]' }, 400, 'the body is no JSON object'],
    ['no recipient', { dst: undefined }, {}, 400, 'dst parameter not present'],
    ['several recipients', { dst: '4917667111638<4917667111639' }, {}, 400, 'dst names several numbers'],
    ['no sender', { src: undefined }, {}, 400, 'either src or powerpack_uuid is required'],
    ['two senders', { powerpack_uuid: POWERPACK }, {}, 400, 'either src or powerpack_uuid is required'],
    ['a sender that is too long', { src: 'TwelveLetter' }, {}, 400, 'src is invalid'],
    ['a Powerpack that is none', { src: undefined, powerpack_uuid: 'x' }, {}, 400, 'powerpack_uuid is invalid'],
    ['a sender that is the recipient', { src: FIELDS.dst }, {}, 400, 'src and dst cannot be same'],
    ['no text', { text: '' }, {}, 400, 'text parameter not present'],
    ['too long a text', { text: 'x'.repeat(1601) }, {}, 400, 'text is too long'],
    ['too long a text outside of GSM-7', { text: 'ł'.repeat(738) }, {}, 400, 'text is too long'],
    ['an unknown type', { type: 'fax' }, {}, 400, 'type is invalid'],
    ['an unknown log', { log: 'none' }, {}, 400, 'log is invalid'],
    ['a callback that is no URL', { url: '/status' }, {}, 400, 'url is invalid'],
    ['an expiry that is too short', { message_expiry: 4 }, {}, 400, 'message_expiry is invalid'],
    ['an expiry that is too long', { message_expiry: 10_800 }, {}, 400, 'message_expiry is invalid'],
    ['an expiry that is a text', { message_expiry: '60' }, {}, 400, 'message_expiry is invalid'],
  ])('refuses %s', (_, fields, changes, status, error) => {
    const { json, accepted, ...answer } = send(fields, changes);
    expect([answer.status, json.error, accepted]).toEqual([status, expect.stringContaining(error), undefined]);
  });

  it.each([['1234'], ['ACME'], ['+49176671116381234'], ['0049176671116']])(
    'queues nothing for the number %s',
    (dst) => {
      const { status, json, accepted } = send({ dst });
      expect([status, json.message_uuid, json.invalid_number, accepted]).toEqual([202, [], [dst], undefined]);
    },
  );
});

describe("Ory's page", () => {
  /** In the page's form: a mapping where a secret is meant, and no body. */
  const page = parse(`
url: https://api.plivo.com/v1/Account/{$AUTH_ID}/Message/
method: POST
headers:
  Content-Type: application/json
auth:
  type: basic_auth
  config:
    user: { $AUTH_ID }
    password: { $AUTH_TOKEN }
`);
  const secrets = {
    AUTH_ID: SmsSecret.fromSsmParameter('/sms/plivo/auth_id'),
    AUTH_TOKEN: SmsSecret.fromSsmParameter('/sms/plivo/auth_token'),
  };
  const values = { AUTH_ID, AUTH_TOKEN: CREDENTIAL };
  const declare = (fields: object) => SmsProvider.http({ ...page, secrets, ...fields });

  it('gets the body that it does not show, with the sender that is given beside it', async () => {
    const provider = declare({ from: { default: 'ACME', US: '+12065550100' } });
    expect(() => courier({ providers: [provider] })).not.toThrow();
    expect(configOf(provider).response).toEqual(responseRule('plivo'));
    const request = await httpRequest(provider, {}, values);
    expect(JSON.parse(request.body)).toEqual({
      src: 'ACME',
      dst: '4917667111638',
      text: 'Your code is 428193',
      type: 'sms',
      log: 'number_only',
      message_expiry: 3600,
    });
    expect(emulator.handle(request).accepted).toMatchObject({ to: '+4917667111638', from: 'ACME' });
  });

  it('holds its sender against the countries, and against a body of its own', () => {
    const { node } = courier({ allowedCountries: ['US'], providers: [declare({ from: 'ACME' })] });
    expect(node.metadata.map(({ data }) => data)).toEqual([
      expect.stringContaining('provider http: networks in US take no alphanumeric sender such as "ACME"'),
    ]);
    expect(() => declare({ from: 'ACME', body: 'function(ctx) {}' })).toThrow(
      'provider http: from is for a body that is not given: write the sender into the body instead',
    );
  });

  it('cannot be deployed without a sender', () => {
    expect(() => declare({})).toThrow('provider http: Plivo needs a sender: add src (a number of yours');
    const body = 'function(ctx) { dst: ctx.recipient, text: ctx.body }';
    expect(() => courier({ providers: [declare({ body })] })).toThrow('Plivo needs a sender: add src');
  });

  it.each([
    ['a number', "function(ctx) { src: '+12065550100', dst: ctx.recipient, text: ctx.body }", '12065550100'],
    ['a Powerpack', `function(ctx) { powerpack_uuid: '${POWERPACK}', dst: ctx.recipient, text: ctx.body }`, POWERPACK],
    [
      'the envelope of its other snippets',
      "function(ctx) { body: std.manifestJsonEx({ src: 'ACME', dst: ctx.recipient, text: ctx.body }, ' ') }",
      'ACME',
    ],
  ])('works with a body of its own: %s', async (_, body, sender) => {
    const provider = declare({ body });
    expect(() => courier({ providers: [provider] })).not.toThrow();
    const { accepted } = emulator.handle(await httpRequest(provider, {}, values));
    expect(accepted).toMatchObject({ to: '+4917667111638', from: sender, text: 'Your code is 428193' });
  });
});

test("Plivo's own SDK sends through the emulator and understands its errors", async () => {
  const server = await startProviderServer([emulator], 0);
  try {
    const url = `${server.endpoints[emulator.origin]}/v1/Account/${AUTH_ID}`;
    const client = (token = CREDENTIAL) => new Client(AUTH_ID, token, { url } as never).messages;
    const sms = ['+12065550100', '+4917667111638', 'Grüße 😀'] as const;
    const sent = await client().create(...sms, { log: 'number_only', url: 'https://a.example' } as never, undefined);
    expect(sent).toMatchObject({
      message: 'message(s) queued',
      messageUuid: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
    });
    const failing = async (code: string) => {
      await server.setFault(emulator.origin, { kind: 'error', code });
      return client().create(...sms, {} as never, undefined);
    };
    const understood = (status: number, message: unknown) => ({ status, message, apiID: expect.stringMatching(/-/) });
    await expect(client('wrong').create(...sms, {} as never, undefined)).rejects.toMatchObject(
      understood(401, 'authentication_failed'),
    );
    await expect(failing('400')).rejects.toMatchObject(understood(400, 'invalid_parameter'));
    await expect(failing('403')).rejects.toMatchObject(understood(403, { error: expect.stringContaining('Geo') }));
    await expect(failing('500')).rejects.toMatchObject(understood(500, 'server error'));
    expect(await failing('invalid_number')).toMatchObject({ messageUuid: [], invalid_number: ['1234'] });
  } finally {
    await server.close();
  }
});
