import { SinchClient, SmsRegion } from '@sinch/sdk-core';
import { judgeByRule } from '../../lambda/outcome/by-rule';
import { SmsProvider, SmsSecret } from '../../lib';
import { emulate } from '../../lib/providers/emulator-base';
import { responseRule } from '../../lib/providers/kind';
import { sinch } from '../../lib/providers/sinch';
import { sinchEmulator } from '../../lib/providers/sinch/emulator';
import { type ProviderServer, startProviderServer } from '../../local/provider-server';
import { testJsonnet } from '../support/engine';
import fc from '../support/fast-check';
import { message, NOW } from '../support/messages';
import { CREDENTIAL, sendThrough, startTestProvider, type TestProvider } from './support';

const ORIGIN = 'https://eu.sms.api.sinch.com';
const PLAN = 'jd63jf88477ll123ab4567cd89012ef3';
const PATH = `/xms/v1/${PLAN}/batches`;
const emulator = sinchEmulator({ origin: ORIGIN, apiTokens: [CREDENTIAL] });
const provider = (fields: object = {}) =>
  SmsProvider.sinch({
    region: 'eu',
    servicePlanId: PLAN,
    apiToken: SmsSecret.fromSsmParameter('/sms/sinch/api_token'),
    from: 'ACME',
    ...fields,
  });
const open: TestProvider[] = [];
/** Closed after the test, whatever comes of it. */
async function started(...options: Parameters<typeof startTestProvider>): Promise<TestProvider> {
  const test = await startTestProvider(...options);
  open.push(test);
  return test;
}
afterEach(async () => {
  for (const test of open.splice(0)) await test.close();
});

const LIVE = { expires_at: new Date(Date.now() + 600_000).toISOString() };

describe('props', () => {
  it.each<[string, object, string]>([
    ['a region that there is not', { region: 'de' }, 'region is "de": use us, eu, br, ca, au'],
    [
      'a placeholder of the documentation',
      { servicePlanId: '<service-plan-id>' },
      'invalid servicePlanId "<service-plan-id>": copy it from Sinch\'s dashboard',
    ],
    [
      'a report that there is not',
      { deliveryReport: 'all' },
      'deliveryReport is "all": use none, summary, full, per_recipient, per_recipient_final',
    ],
    ['a callback that is no URL', { callbackUrl: 'hooks' }, 'invalid callbackUrl "hooks": give an absolute URL'],
    [
      'a callback that nothing comes to',
      { callbackUrl: 'https://a.example', deliveryReport: 'none' },
      "callbackUrl is given, and deliveryReport is 'none'",
    ],
    ['a sender that is none', { from: 'A sender too long' }, 'from "A sender too long" is no sender'],
  ])('%s is an error', (_, fields, error) => {
    expect(() => provider({ id: 'sinch-eu', ...fields })).toThrow(error);
  });

  it('tell all that is wrong at once, and which provider it is', () => {
    expect(() => provider({ id: 'sinch-eu', region: 'x', deliveryReport: 'y' })).toThrow(
      /^provider sinch-eu: region is "x".*; deliveryReport is "y"/,
    );
  });
});

it('serves the APIs of all regions and no other', () => {
  const origins = ['us', 'eu', 'br', 'ca', 'au', 'de', 'zt.eu'].map((region) => `https://${region}.sms.api.sinch.com`);
  expect(origins.filter(sinch.serves)).toEqual(origins.slice(0, 5));
});

describe('the text on the phone', () => {
  it.each([
    'Your code is 428193',
    '$5 for ${code}: 428193',
    '$${code} ${} ${ $ $$ ${d}',
    '${${d}}',
    'Grüße 😀\n@example.com #428193',
  ])('is the text that was sent: %j', async (body) => {
    const test = await started(provider(), emulator);
    expect(await test.provider.attempt(message({ body, ...LIVE }), 1)).toMatchObject({ outcome: 'accepted' });
    expect(test.accepted).toMatchObject([{ to: '+4917667111638', from: 'ACME', text: body }]);
  });

  it('is that of any text that is not too long, whatever dollars and braces are in it', async () => {
    const test = await started(provider(), emulator);
    const body = fc
      .array(fc.oneof(fc.constantFrom('$', '{', '}', '${', '${d}', '$$', 'd'), fc.string({ unit: 'grapheme' })), {
        maxLength: 30,
      })
      .map((parts) => parts.join(''))
      .filter((text) => text.trim() !== '');
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        const before = test.accepted.length;
        const outcome = await test.provider.attempt(message({ body: text, ...LIVE }), 1);
        const dollars = text.includes('${') ? text.split('$').length - 1 : 0;
        const isTooLong = text.length + 3 * dollars > 1600;
        expect(outcome.outcome).toBe(isTooLong ? 'bad_request' : 'accepted');
        expect(test.accepted.slice(before).map((taken) => taken.text)).toEqual(isTooLong ? [] : [text]);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });

  it('that is too long is refused for that', async () => {
    expect(await sendThrough(provider(), emulator, { body: 'x'.repeat(1601) })).toMatchObject({
      outcome: 'bad_request',
      code: 'syntax_constraint_violation',
    });
  });
});

describe('the emulator', () => {
  const BATCH = { to: ['+4917667111638'], from: 'ACME', body: 'Your code is 428193' };
  const ask = (fields: object = {}, changes: object = {}) => {
    const request = {
      method: 'POST',
      path: PATH,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${CREDENTIAL}` },
      body: JSON.stringify({ ...BATCH, ...fields }),
      ...changes,
    };
    const { status, body, accepted } = emulator.handle(request);
    return { status, json: body === '' ? undefined : JSON.parse(body), accepted };
  };
  const seconds = (count: number) => new Date(Date.now() + count * 1000).toISOString();

  it('answers as Sinch does: its numbers have no +', () => {
    const { status, json, accepted } = ask({ client_reference: 'm-1' });
    expect(status).toBe(201);
    expect(json).toEqual({
      ...BATCH,
      type: 'mt_text',
      to: ['4917667111638'],
      client_reference: 'm-1',
      id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      canceled: false,
      delivery_report: 'none',
      flash_message: false,
      created_at: expect.any(String),
      modified_at: json.created_at,
    });
    expect(accepted).toEqual({ id: json.id, to: '+4917667111638', from: 'ACME', text: BATCH.body });
  });

  it.each<[string, object]>([
    ['numbers with 00 and without +', { to: ['004917667111638', '4917667111638'] }],
    ['no sender', { from: undefined }],
    ['a short code', { from: '12345' }],
    [
      'all options',
      { type: 'mt_text', flash_message: true, delivery_report: 'full', callback_url: 'https://a.example' },
    ],
    ['three days', { expire_at: seconds(3 * 86_400 - 60) }],
  ])('takes %s', (_, fields) => {
    expect(ask(fields)).toMatchObject({ status: 201, accepted: { to: '+4917667111638' } });
  });

  it('takes a text whose parameter has no value, and brings it to nobody', () => {
    const lost = ask({ body: 'Hi ${name}' });
    expect([lost.status, lost.accepted]).toEqual([201, undefined]);
    const own = { name: { '+4917667111638': 'Ada', default: 'you' } };
    expect(ask({ body: 'Hi ${name}, ${x', parameters: own }).accepted?.text).toBe('Hi Ada, ${x');
  });

  it.each<[string, object, object, number, string | undefined]>([
    ['another path', {}, { path: '/xms/v1/batches' }, 404, undefined],
    ['no token', {}, { headers: { 'content-type': 'application/json' } }, 401, undefined],
    ['a wrong token', {}, { headers: { authorization: 'Bearer x' } }, 401, undefined],
    ['another scheme', {}, { headers: { authorization: `Basic ${CREDENTIAL}` } }, 401, undefined],
    ['another method', {}, { method: 'PUT' }, 405, undefined],
    [
      'a form',
      {},
      { headers: { authorization: `Bearer ${CREDENTIAL}`, 'content-type': 'text/plain' } },
      415,
      undefined,
    ],
    ['what is no JSON', {}, { body: 'to=1' }, 400, 'syntax_invalid_json'],
    ['a field that there is not', { text: 'x' }, {}, 400, 'syntax_invalid_json'],
    ['no recipient', { to: undefined }, {}, 400, 'syntax_constraint_violation'],
    ['a recipient that is not in a list', { to: '+4917667111638' }, {}, 400, 'syntax_constraint_violation'],
    ['no number', { to: ['+1'] }, {}, 400, 'syntax_invalid_parameter_format'],
    ['a group that there is not', { to: ['01FC66621VHDBN119Z8PMV1QPU'] }, {}, 403, 'unknown_group'],
    ['no text', { body: undefined }, {}, 400, 'syntax_constraint_violation'],
    ['too long a text', { body: 'x'.repeat(1601) }, {}, 400, 'syntax_constraint_violation'],
    ['another type', { type: 'mt_binary' }, {}, 400, 'syntax_invalid_parameter_format'],
    ['too long a reference', { client_reference: 'x'.repeat(129) }, {}, 400, 'syntax_constraint_violation'],
    ['a sender that is none', { from: 'more than eleven' }, {}, 400, 'syntax_invalid_parameter_format'],
    ['a report that there is not', { delivery_report: 'all' }, {}, 400, 'syntax_invalid_parameter_format'],
    ['a callback that is no URL', { callback_url: 'hooks' }, {}, 400, 'syntax_invalid_parameter_format'],
    [
      'too long a callback',
      { callback_url: `https://a.example/${'x'.repeat(2048)}` },
      {},
      400,
      'syntax_constraint_violation',
    ],
    ['a time that is none', { expire_at: 'soon' }, {}, 400, 'syntax_invalid_parameter_format'],
    ['an end that has been', { expire_at: seconds(-1) }, {}, 400, 'syntax_constraint_violation'],
    ['an end after three days', { expire_at: seconds(3 * 86_400 + 60) }, {}, 400, 'syntax_constraint_violation'],
    [
      'an end before the start',
      { send_at: seconds(60), expire_at: seconds(30) },
      {},
      400,
      'syntax_constraint_violation',
    ],
    ['a flag that is none', { flash_message: 'no' }, {}, 400, 'syntax_invalid_parameter_format'],
    ['parameters that are none', { parameters: [] }, {}, 400, 'syntax_invalid_parameter_format'],
    ['a parameter without values', { parameters: { d: '$' } }, {}, 400, 'syntax_invalid_parameter_format'],
    ['too long a name', { parameters: { ['x'.repeat(17)]: {} } }, {}, 400, 'syntax_invalid_parameter_format'],
    ['too long a value', { parameters: { d: { default: 'x'.repeat(161) } } }, {}, 400, 'syntax_constraint_violation'],
  ])('refuses %s', (_, fields, changes, status, code) => {
    const answer = ask(fields, changes);
    expect([answer.status, answer.json?.code, answer.accepted]).toEqual([status, code, undefined]);
  });
});

describe('the response rule', () => {
  const judge = (status: number, body: unknown) =>
    judgeByRule(
      { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) },
      responseRule('sinch'),
      testJsonnet(),
      NOW,
    );

  it.each<[number, unknown, object]>([
    [201, {}, { outcome: 'accepted' }],
    [201, '', { outcome: 'accepted' }],
    [200, { id: 'x' }, { outcome: 'accepted', messageId: 'x' }],
    [200, '<html>', { outcome: 'ambiguous', code: '200' }],
    [202, {}, { outcome: 'ambiguous', code: '202' }],
    [400, { code: 'syntax_invalid_parameter_format', text: 7 }, { outcome: 'bad_request' }],
    [400, { code: 'syntax_invalid_parameter_format' }, { outcome: 'bad_request' }],
    [403, '', { outcome: 'unauthorized', code: '403' }],
    [403, { code: 12 }, { outcome: 'unauthorized', code: '403' }],
    [500, '<html></html>', { outcome: 'unavailable', code: '500' }],
    [504, { code: 'blocked_account' }, { outcome: 'ambiguous', code: '504' }],
  ])('of HTTP %i with %j', async (status, body, outcome) => {
    const judged = await judge(status, body);
    expect(judged).toMatchObject(outcome);
    expect(judged).not.toHaveProperty('warning');
  });
});

describe("Sinch's own SDK", () => {
  let server: ProviderServer;
  beforeAll(async () => {
    server = await startProviderServer([emulator], 0);
  });
  afterAll(() => server.close());
  afterEach(() => server.setFault(ORIGIN));

  const client = (apiToken = CREDENTIAL) => {
    const { sms } = new SinchClient({ servicePlanId: PLAN, apiToken, smsRegion: SmsRegion.EUROPE, logger: null });
    sms.setHostname(server.endpoints[ORIGIN] as string);
    return sms;
  };
  const send = (apiToken?: string, fields: object = {}) =>
    client(apiToken).batches.sendTextMessage({
      sendSMSRequestBody: { to: ['+4917667111638'], from: 'ACME', body: 'Your code is ${code}', ...fields },
    });

  it('is understood by the emulator, and understands it', async () => {
    const taken: unknown[] = [];
    const onRequest = (request: { readonly accepted?: unknown }) => taken.push(request.accepted);
    server.events.on('request', onRequest);
    const sent = await send(CREDENTIAL, {
      parameters: { code: { default: '428193' } },
      expire_at: new Date(Date.now() + 600_000),
      delivery_report: 'per_recipient',
      callback_url: 'https://hooks.example.com/sinch',
      client_reference: 'm-1',
    });
    server.events.off('request', onRequest);
    expect(sent).toMatchObject({ to: ['4917667111638'], canceled: false, created_at: expect.any(Date) });
    expect(taken).toEqual([{ id: sent.id, to: '+4917667111638', from: 'ACME', text: 'Your code is 428193' }]);
  });

  it('knows a refusal', async () => {
    await expect(send('wrong')).rejects.toMatchObject({ statusCode: 401 });
    await expect(send(CREDENTIAL, { to: ['+1'] })).rejects.toMatchObject({
      statusCode: 400,
      data: expect.stringContaining('syntax_invalid_parameter_format'),
    });
    await server.setFault(ORIGIN, { kind: 'error', code: 'missing_callback_url' });
    await expect(send(CREDENTIAL, { body: 'Your code is 428193' })).rejects.toMatchObject({ statusCode: 403 });
  });
});

describe('a request config as on the page of Ory', () => {
  const secrets = { SINCH_API_TOKEN: SmsSecret.fromSsmParameter('/sms/sinch/api_token') };
  const config = (fields: object = {}) =>
    SmsProvider.http({
      url: `${ORIGIN}/xms/v1/${PLAN}/batches`,
      method: 'POST',
      headers: { authorization: 'Bearer {$SINCH_API_TOKEN}', 'content-type': 'application/json' },
      secrets,
      ...fields,
    });

  it.each<[string, object, string]>([
    ['without a body', {}, ''],
    ['without a body, with a sender', { from: { default: 'ACME', US: '+12065550100' } }, 'ACME'],
    ['with a body of its own', { body: "function(ctx) { from: 'OWN', to: [ctx.recipient], body: ctx.body }" }, 'OWN'],
    [
      'with a body as text',
      { body: "function(ctx) { body: std.manifestJsonEx({ from: 'OWN', to: [ctx.recipient], body: ctx.body }, ' ') }" },
      'OWN',
    ],
  ])('%s is sent', async (_, fields, from) => {
    const test = await started(config(fields), emulator);
    expect(await test.provider.attempt(message(LIVE), 1)).toEqual({
      outcome: 'accepted',
      messageId: expect.stringMatching(/^01/),
    });
    expect(test.accepted).toMatchObject([{ from, text: 'Your code is 428193' }]);
    await test.setFault({ kind: 'error', code: 'blocked_account' });
    expect(await test.provider.attempt(message(LIVE), 1)).toMatchObject({ outcome: 'out_of_credit' });
  });

  it('still holding the placeholder of the page is an error', () => {
    expect(() => config({ url: 'https://us.sms.api.sinch.com/xms/v1/<service-plan-id>/batches' })).toThrow(
      'url holds the placeholder <service-plan-id>: replace it with your own value',
    );
  });
});

it('a request that is wrong in itself is refused for that, whatever else goes wrong', () => {
  const request = { method: 'POST', path: PATH, headers: {}, body: '' };
  expect(emulate(emulator, request, { kind: 'error', code: '503' }).response?.status).toBe(401);
});
