import http from 'node:http';
import https from 'node:https';
import { initClient } from 'messagebird';
import type { Message, MessageParameters } from 'messagebird/types/messages';
import { parse } from 'yaml';
import { type HttpProviderProps, type MessageBirdProviderProps, SmsProvider, SmsSecret } from '../../lib';
import { messagebirdEmulator } from '../../lib/providers/messagebird/emulator';
import { type ProviderServer, startProviderServer } from '../../local/provider-server';
import fc from '../support/fast-check';
import { message } from '../support/messages';
import { courier } from '../support/stack';
import { CREDENTIAL, sendThrough, startTestProvider } from './support';

const accessKey = SmsSecret.fromSsmParameter('/sms/messagebird/access_key');
const messagebird = (fields: Partial<MessageBirdProviderProps> = {}) =>
  SmsProvider.messagebird({ accessKey, from: 'ACME', ...fields });
const emulator = messagebirdEmulator({ accessKeys: [CREDENTIAL] });

describe('props', () => {
  it.each<[string, object, string]>([
    ['no key', { accessKey: undefined }, 'accessKey is missing'],
    ['no sender', { from: undefined }, 'from is missing: give a number of yours'],
    ['a sender that is too long', { from: 'ACMEACMEACME' }, 'from "ACMEACMEACME" is no sender'],
    ['a number without +', { from: { default: 'ACME', US: '12065550100' } }, 'from "12065550100" is no sender'],
    ['a report URL that is none', { reportUrl: 'sms.example.com' }, 'invalid reportUrl "sms.example.com"'],
    ['half a gateway', { gateway: 1.5 }, 'gateway is 1.5: use the whole number'],
    ['a gateway below zero', { gateway: -1 }, 'gateway is -1: use the whole number'],
  ])('%s is said', (_, fields, said) => {
    expect(() => messagebird(fields as Partial<MessageBirdProviderProps>)).toThrow(said);
    expect(() => messagebird({ id: 'bird', ...fields })).toThrow(/^provider bird: /);
  });

  it('are all told at once', () => {
    const wrong = { accessKey: undefined, from: undefined, reportUrl: 'x', gateway: -1 } as object;
    expect(() => messagebird(wrong)).toThrow(/accessKey.*from.*reportUrl.*gateway/);
  });

  it('need no default sender where each country has its own', () => {
    const providers = [messagebird({ from: { US: '+12065550100' } })];
    expect(() => courier({ providers, allowedCountries: ['US'] })).not.toThrow();
  });
});

describe('the emulator', () => {
  const FIELDS = { originator: 'ACME', recipients: ['4917667111638'], body: 'Your code is 428193' };

  interface Changes {
    readonly method?: string;
    readonly path?: string;
    readonly authorization?: string;
    readonly type?: string;
    readonly body?: string;
  }

  const ask = (fields: Readonly<Record<string, unknown>> = {}, changes: Changes = {}) => {
    const response = emulator.handle({
      method: changes.method ?? 'POST',
      path: changes.path ?? '/messages',
      headers: {
        'content-type': changes.type ?? 'application/json',
        authorization: changes.authorization ?? `AccessKey ${CREDENTIAL}`,
      },
      body: changes.body ?? JSON.stringify({ ...FIELDS, ...fields }),
    });
    return { ...response, json: JSON.parse(response.body) };
  };

  it("answers as MessageBird's example does", () => {
    const { status, headers, json, accepted } = ask({ reference: 'm-1', validity: 300, datacoding: 'auto' });
    expect([status, headers['content-type']]).toEqual([201, 'application/json']);
    expect(json).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      href: `https://rest.messagebird.com/messages/${json.id}`,
      direction: 'mt',
      type: 'sms',
      originator: 'ACME',
      body: FIELDS.body,
      reference: 'm-1',
      validity: 300,
      gateway: 10,
      typeDetails: {},
      datacoding: 'plain',
      mclass: 1,
      scheduledDatetime: null,
      createdDatetime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
      recipients: {
        totalCount: 1,
        totalSentCount: 1,
        totalDeliveredCount: 0,
        totalDeliveryFailedCount: 0,
        items: [
          { recipient: 4917667111638, status: 'sent', statusDatetime: json.createdDatetime, messagePartCount: 1 },
        ],
      },
    });
    expect(accepted).toEqual({ id: json.id, to: '4917667111638', from: 'ACME', text: FIELDS.body });
  });

  it.each<[string, Record<string, unknown>, Changes]>([
    ['recipients as numbers', { recipients: [4917667111638] }, {}],
    ['recipients as text, as its own client writes them', { recipients: '4917667111638' }, {}],
    ['a number as the sender', { originator: '12065550100' }, {}],
    ['a short code as the sender', { originator: '12345' }, {}],
    ['every option', { type: 'flash', mclass: 0, gateway: 10, reportUrl: 'https://a.example', reference: null }, {}],
    ['nine parts', { body: 'x'.repeat(9 * 153) }, {}],
    ['a charset in the content type', {}, { type: 'application/json; charset=utf-8' }],
  ])('takes %s', (_, fields, changes) => {
    expect(ask(fields, changes)).toMatchObject({ status: 201, accepted: { to: '4917667111638' } });
  });

  it.each<[string, Record<string, unknown>, Changes, number, number, string | null]>([
    ['no key', {}, { authorization: '' }, 401, 2, 'access_key'],
    ['another key', {}, { authorization: 'AccessKey x' }, 401, 2, 'access_key'],
    ['another scheme', {}, { authorization: `Bearer ${CREDENTIAL}` }, 401, 2, 'access_key'],
    ['another resource', {}, { path: '/message' }, 404, 98, null],
    ['another method', {}, { method: 'PUT' }, 405, 21, null],
    ['JSON that is none', {}, { body: '{' }, 400, 21, null],
    ['an envelope', {}, { body: '["x"]' }, 400, 21, null],
    ['a form', {}, { type: 'application/x-www-form-urlencoded', body: 'originator=ACME' }, 400, 21, null],
    ['no recipients', { recipients: undefined }, {}, 422, 9, 'recipients'],
    ['an empty list', { recipients: [] }, {}, 422, 9, 'recipients'],
    ['a recipient with +', { recipients: ['+4917667111638'] }, {}, 422, 9, 'recipients'],
    ['a recipient with 00', { recipients: ['004917667111638'] }, {}, 422, 9, 'recipients'],
    ['more than 50', { recipients: Array.from({ length: 51 }, () => '4917667111638') }, {}, 422, 9, 'recipients'],
    ['no sender', { originator: undefined }, {}, 422, 9, 'originator'],
    ['a sender with +', { originator: '+12065550100' }, {}, 422, 10, 'originator'],
    ['a long sender', { originator: 'ACMEACMEACME' }, {}, 422, 10, 'originator'],
    ['no body', { body: undefined }, {}, 422, 9, 'body'],
    ['an empty body', { body: '' }, {}, 422, 9, 'body'],
    ['a body that is no text', { body: 428193 }, {}, 422, 10, 'body'],
    ['ten parts', { body: 'x'.repeat(9 * 153 + 1) }, {}, 422, 10, 'body'],
    ['a type that is none', { type: 'text' }, {}, 422, 10, 'type'],
    ['a coding that is none', { datacoding: 'utf8' }, {}, 422, 10, 'datacoding'],
    ['a reference that is no text', { reference: 1 }, {}, 422, 10, 'reference'],
    ['no life', { validity: 0 }, {}, 422, 10, 'validity'],
    ['a life as text', { validity: '300' }, {}, 422, 10, 'validity'],
    ['a report URL that is none', { reportUrl: '/reports' }, {}, 422, 10, 'reportUrl'],
    ['a gateway that is none', { gateway: 'x' }, {}, 422, 10, 'gateway'],
    ['a message class that is none', { mclass: 4 }, {}, 422, 10, 'mclass'],
  ])('refuses %s', (_, fields, changes, status, code, parameter) => {
    const response = ask(fields, changes);
    expect(response.status).toBe(status);
    expect(response.json).toEqual({ errors: [{ code, description: expect.any(String), parameter }] });
    expect(response.accepted).toBeUndefined();
  });

  it('brings characters outside of GSM-7 only where the coding says so', () => {
    const body = 'ważny ✓ 5 €';
    expect(ask({ body }).accepted?.text).toBe('wa?ny ? 5 €');
    expect(ask({ body, datacoding: 'auto' })).toMatchObject({
      json: { datacoding: 'unicode' },
      accepted: { text: body },
    });
  });
});

it('brings any text as it is, unless it has more parts than MessageBird takes', async () => {
  const test = await startTestProvider(messagebird({ from: { default: 'ACME', US: '+12065550100' } }), emulator);
  const recipients = ['+4917667111638', '+12065550123', '+919812345678', '+442071838750', '+61412345678'];
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...recipients),
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.string({
            unit: fc.constantFrom('a', '€', '\n', '\f', '"', '\\', '\u2028', '{$ACCESS_KEY}'),
            maxLength: 400,
          }),
          fc.string({ minLength: 1300, maxLength: 1450 }),
        ),
        fc.string({ minLength: 1, maxLength: 128 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        async (recipient, body, id, seconds) => {
          fc.pre(body.trim() !== '');
          const expires_at = new Date(Date.now() + seconds * 1000).toISOString();
          const sms = message({ recipient, body, id, expires_at });
          const outcome = await test.provider.attempt(sms, 1);
          if (outcome.outcome === 'accepted')
            return expect(test.accepted.at(-1)).toMatchObject({ to: recipient.slice(1), text: body });
          expect(outcome).toEqual({ outcome: 'bad_request', code: '10', detail: 'body is invalid' });
          expect(Buffer.byteLength(body)).toBeGreaterThan(9 * 67);
        },
      ),
      { numRuns: 40 },
    );
  } finally {
    await test.close();
  }
});

describe("MessageBird's own client", () => {
  let server: ProviderServer;
  const send = (fields: Partial<MessageParameters> = {}, key = CREDENTIAL): Promise<Message> =>
    new Promise((resolve, reject) => {
      const sms = { originator: 'ACME', recipients: ['4917667111638'], body: 'Your code is 428193', ...fields };
      initClient(key).messages.create(sms, (error, answer) => (error ? reject(error) : resolve(answer as Message)));
    });

  beforeAll(async () => {
    server = await startProviderServer([emulator], 0);
    const { hostname, port } = new URL(server.endpoints[emulator.origin] as string);
    // it asks for its own host, over https, and lets nobody choose another
    jest.spyOn(https, 'request').mockImplementation(((options: http.RequestOptions) => {
      expect(options.hostname).toBe('rest.messagebird.com');
      return http.request({ ...options, hostname, port });
    }) as typeof https.request);
  });
  afterEach(() => server.setFault(emulator.origin));
  afterAll(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  it('is taken, and finds what it looks for in the answer', async () => {
    const answer = await send({ reference: 'm-1', validity: 60, datacoding: 'auto' });
    expect(answer).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/), reference: 'm-1', validity: 60 });
    expect(answer.recipients.items).toMatchObject([{ recipient: 4917667111638, status: 'sent' }]);
  });

  it('understands a wrong key, a recipient that is none, and no balance', async () => {
    await expect(send({}, 'x')).rejects.toMatchObject({ statusCode: 401, errors: [{ code: 2 }] });
    await expect(send({ recipients: ['+49'] })).rejects.toMatchObject({ statusCode: 422, errors: [{ code: 9 }] });
    await server.setFault(emulator.origin, { kind: 'error', code: '25' });
    await expect(send()).rejects.toMatchObject({ errors: [{ code: 25, description: 'not enough balance' }] });
  });

  it('takes a message that has failed at once for a success, which our rule does not', async () => {
    const failed = { kind: 'error', code: 'delivery_failed' } as const;
    await server.setFault(emulator.origin, failed);
    expect((await send()).recipients.items).toMatchObject([{ status: 'delivery_failed' }]);
    expect(await sendThrough(messagebird(), emulator, {}, failed)).toMatchObject({
      outcome: 'unsupported_destination',
      code: 'delivery_failed',
    });
  });
});

describe("a request config as on Ory's page", () => {
  /** The url, method and headers of https://www.ory.com/docs/kratos/emails-sms/sending-sms, whose YAML is read as a user would. */
  const config = parse(`
    url: https://rest.messagebird.com/messages
    method: POST
    headers:
      Content-Type: application/json
      Authorization: AccessKey {$MESSAGEBIRD_API_KEY}
  `) as Pick<HttpProviderProps, 'url' | 'method' | 'headers'>;
  const secrets = { MESSAGEBIRD_API_KEY: accessKey };
  const fields = `
    originator: 'ACME',
    recipients: [if std.startsWith(ctx.recipient, '+') then ctx.recipient[1:] else ctx.recipient],
    body: ctx.body,
  `;
  const envelope = `function(ctx) { body: std.manifestJsonEx({ ${fields} }, '  ') }`;
  const ory = (props: object = {}) => SmsProvider.http({ ...config, secrets, body: envelope, ...props });

  it.each([
    ['the text of an envelope', envelope],
    ['the object itself', `function(ctx) { ${fields} }`],
  ])('works with %s', async (_, body) => {
    expect(await sendThrough(ory({ body }), emulator)).toEqual({
      outcome: 'accepted',
      messageId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it('does not take HTTP 201 for success, without a rule of its own', async () => {
    expect(await sendThrough(ory(), emulator, {}, { kind: 'error', code: 'delivery_failed' })).toMatchObject({
      outcome: 'unsupported_destination',
    });
  });

  it('is told by the answer that it has left the + where it was', async () => {
    const body = "function(ctx) { originator: 'ACME', recipients: [ctx.recipient], body: ctx.body }";
    expect(await sendThrough(ory({ body }), emulator)).toMatchObject({ outcome: 'invalid_recipient', code: '9' });
  });

  it('gets the built-in body where it gives none, and says what that needs', async () => {
    const bare = (props: object) => SmsProvider.http({ ...config, secrets, ...props });
    expect(await sendThrough(bare({ from: 'ACME' }), emulator)).toMatchObject({ outcome: 'accepted' });
    expect(() => bare({})).toThrow('provider http: from is missing: give a number of yours');
  });
});
