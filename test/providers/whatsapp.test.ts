import { judgeByRule } from '../../lambda/outcome/by-rule';
import { SmsProvider, SmsSecret } from '../../lib';
import { responseRule } from '../../lib/providers/kind';
import { whatsappEmulator } from '../../lib/providers/whatsapp/emulator';
import { testJsonnet } from '../support/engine';
import fc from '../support/fast-check';
import { message, NOW } from '../support/messages';
import { courier, testStack, twilio } from '../support/stack';
import { CREDENTIAL, configOf, sendThrough, startTestProvider, type TestProvider } from './support';

const SENDER = '106540352242922';
const PATH = `/v23.0/${SENDER}/messages`;
const emulator = whatsappEmulator({ accessTokens: [CREDENTIAL] });
const provider = (fields: object = {}) =>
  SmsProvider.whatsapp({
    phoneNumberId: SENDER,
    accessToken: SmsSecret.fromSsmParameter('/sms/whatsapp/access_token'),
    template: 'login_code',
    language: 'en_US',
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
    [
      'a phone number in place of its id',
      { phoneNumberId: '+4917667111638' },
      'invalid phoneNumberId "+4917667111638": give the digits that Meta\'s dashboard shows as Phone number ID',
    ],
    ['a template with a capital', { template: 'Login' }, 'invalid template "Login": names of templates are'],
    [
      'a language that is none',
      { language: 'en-US' },
      'language "en-US" is none of WhatsApp\'s: use a code such as en_US',
    ],
    ['no default language', { language: { de: 'de' } }, "language has no default: add one, as in { default: 'en_US'"],
    [
      'a locale that is none',
      { language: { default: 'en_US', germany_: 'de' } },
      'language has the key "germany_": use a tag such as de or de-AT, or default',
    ],
    ['a locale twice', { language: { default: 'de', 'pt-BR': 'pt_BR', pt_br: 'pt_PT' } }, 'language names pt-br twice'],
    ['a version that is none', { graphVersion: '23' }, 'invalid graphVersion "23": give a version such as v23.0'],
  ])('%s is an error', (_, fields, error) => {
    expect(() => provider(fields)).toThrow(error);
  });

  it('tell all that is wrong at once', () => {
    expect(() => provider({ id: 'wa', template: '', language: '' })).toThrow(
      /^provider wa: invalid template "".*; language "" is none/,
    );
  });
});

it('warns that most numbers without WhatsApp show only later', () => {
  const stack = testStack();
  const made = courier({ providers: [provider(), twilio()] }, stack);
  const warnings = made.node.metadata.filter(({ type }) => type === '@cdktf/warn').map(({ data }) => data);
  expect(warnings).toEqual([expect.stringMatching(/^provider whatsapp: only what WhatsApp refuses at once goes on/)]);
});

it('is of a channel of its own and only brings codes, by the typed props; any request config to it is of its channel', () => {
  expect(configOf(provider())).toMatchObject({ channel: 'whatsapp', needsCode: true });
  const own = SmsProvider.http({
    url: `https://graph.facebook.com${PATH}`,
    headers: { Authorization: 'Bearer {$TOKEN}' },
    body: "function(ctx) { messaging_product: 'whatsapp', to: ctx.recipient }",
    secrets: { TOKEN: SmsSecret.fromSsmParameter('/sms/whatsapp/access_token') },
  });
  expect(configOf(own)).toMatchObject({ channel: 'whatsapp', response: responseRule('whatsapp') });
});

describe('the code', () => {
  const arrivals = async (fields: object) => {
    const test = await started(provider(), emulator);
    const outcome = await test.provider.attempt(message({ ...LIVE, ...fields }), 1);
    return { outcome, texts: test.accepted.map(({ text }) => text) };
  };

  it("is that of the template's data, never a number of the text", async () => {
    const { texts } = await arrivals({
      body: 'Your code is 111111, call 222222',
      template_data: { recovery_code: 'A1B2-C3D4' },
    });
    expect(texts).toEqual(['A1B2-C3D4 is your verification code. [login_code, en_US]']);
  });

  it('may have fifteen characters and no more: the message then goes on to the next provider', async () => {
    expect((await arrivals({ template_data: { login_code: 'x'.repeat(15) } })).texts).toHaveLength(1);
    const { outcome, texts } = await arrivals({ template_data: { login_code: 'x'.repeat(16) } });
    expect(outcome).toMatchObject({
      outcome: 'bad_request',
      code: 'jsonnet_runtime',
      detail: expect.stringContaining('the code has xx characters: a template for authentication takes xx at most'),
    });
    expect(texts).toEqual([]);
  });

  it('arrives for any that fits, or is refused for what it holds', async () => {
    const test = await started(provider(), emulator);
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }), async (code) => {
        const before = test.accepted.length;
        const { outcome } = await test.provider.attempt(message({ ...LIVE, template_data: { code } }), 1);
        const fits = code.length <= 15 && !/\p{Extended_Pictographic}|:\/\//u.test(code);
        expect(outcome).toBe(fits ? 'accepted' : 'bad_request');
        expect(test.accepted.slice(before).map(({ text }) => text.split(' is your verification')[0])).toEqual(
          fits ? [code.toWellFormed()] : [],
        );
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});

describe('the language', () => {
  const languageOf = async (fields: object, language: unknown = { default: 'en_US', de: 'de', 'pt-BR': 'pt_BR' }) => {
    const test = await started(provider({ language }), emulator);
    await test.provider.attempt(message({ ...LIVE, ...fields }), 1);
    return /, (\w+)\]$/.exec(test.accepted[0]?.text ?? '')?.[1];
  };
  const data = (traits: object) => ({ template_data: { login_code: '428193', identity: { traits } } });
  const headers = (value: string) => ({ request_headers: { 'Accept-Language': [value] } });

  it.each<[string, object, string]>([
    ["the message's", { locale: 'de-AT', ...data({ locale: 'pt-BR' }) }, 'de'],
    ["the identity's", { ...data({ lang: 'pt_br' }), ...headers('de') }, 'pt_BR'],
    ["the browser's", headers('fr, de;q=0.9'), 'de'],
    ['the next that the template is in', { locale: 'fr', ...data({ locale: 'de' }) }, 'de'],
    ['the default where a region alone would fit', { locale: 'pt' }, 'en_US'],
    ['the default where nothing is known', {}, 'en_US'],
  ])('is %s', async (_, fields, code) => {
    expect(await languageOf(fields)).toBe(code);
  });

  it('is the one there is', async () => {
    expect(await languageOf({ locale: 'de' }, 'en_GB')).toBe('en_GB');
  });
});

describe('the emulator', () => {
  const parameters = (text: unknown) => [{ type: 'text', text }];
  const body = { type: 'body', parameters: parameters('428193') };
  const button = { type: 'button', sub_type: 'url', index: '0', parameters: parameters('428193') };
  const template = { name: 'otp', language: { code: 'en_US' }, components: [body, button] };
  const MESSAGE = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '16505551234',
    type: 'template',
    template,
  };
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${CREDENTIAL}` };
  const ask = (fields: object = {}, changes: object = {}) => {
    const { accepted, ...answer } = emulator.handle({
      method: 'POST',
      path: PATH,
      headers,
      body: JSON.stringify({ ...MESSAGE, ...fields }),
      ...changes,
    });
    return { status: answer.status, json: JSON.parse(answer.body), accepted };
  };
  const components = (...list: readonly unknown[]) => ({ template: { ...template, components: list } });

  it("answers as in Meta's documentation", () => {
    const { status, json, accepted } = ask();
    expect([status, json]).toEqual([
      200,
      {
        messaging_product: 'whatsapp',
        contacts: [{ input: '16505551234', wa_id: '16505551234' }],
        messages: [{ id: expect.stringMatching(/^wamid\./), message_status: 'accepted' }],
      },
    ]);
    expect(accepted).toEqual({
      id: json.messages[0].id,
      to: '+16505551234',
      from: SENDER,
      text: '428193 is your verification code. [otp, en_US]',
    });
  });

  it.each<[string, object, object]>([
    ['a number with a +', { to: '+16505551234' }, {}],
    ['no type of recipient', { recipient_type: undefined }, {}],
    ['an index that is a number', components(body, { ...button, index: 0 }), {}],
    ['a policy of the language', { template: { ...template, language: { code: 'de', policy: 'deterministic' } } }, {}],
    ['a newer version', {}, { path: `/v25.0/${SENDER}/messages` }],
  ])('takes %s', (_, fields, changes) => {
    expect(ask(fields, changes).accepted).toBeDefined();
  });

  it.each<[string, object, object, number, number]>([
    ['no token', {}, { headers: { 'content-type': 'application/json' } }, 400, 104],
    ['a wrong token', {}, { headers: { ...headers, authorization: 'Bearer x' } }, 401, 190],
    ['another method', {}, { method: 'GET' }, 400, 100],
    ['a phone number in place of its id', {}, { path: '/v23.0/+16505551234/messages' }, 400, 100],
    ['no version', {}, { path: `/${SENDER}/messages` }, 400, 100],
    ['what is no JSON', {}, { body: 'to=1' }, 400, 100],
    ['text that only says it is JSON', {}, { headers: { ...headers, 'content-type': 'text/plain' } }, 400, 100],
    ['a field that there is not', { template_name: 'otp' }, {}, 400, 100],
    ['no product', { messaging_product: undefined }, {}, 400, 100],
    ['no recipient', { to: undefined }, {}, 400, 100],
    ['a group', { recipient_type: 'group' }, {}, 400, 131009],
    ['a number that is none', { to: '0176 67111638' }, {}, 400, 131009],
    ['free text', { type: 'text', template: undefined, text: { body: 'x' } }, {}, 400, 131047],
    ['another type', { type: 'sticker' }, {}, 400, 131051],
    ['too much to give back', { biz_opaque_callback_data: 'x'.repeat(513) }, {}, 400, 131009],
    ['no template', { template: undefined }, {}, 400, 131008],
    ['no name', { template: { ...template, name: undefined } }, {}, 400, 131008],
    ['no language', { template: { ...template, language: undefined } }, {}, 400, 131008],
    ['a language that is a text', { template: { ...template, language: 'de' } }, {}, 400, 131008],
    ['no components', { template: { ...template, components: undefined } }, {}, 400, 132000],
    ['no code in the text', components(button), {}, 400, 132000],
    ['no button', components(body), {}, 400, 131008],
    ['a button of another type', components(body, { ...button, sub_type: 'copy_code' }), {}, 400, 131008],
    ['another button', components(body, { ...button, index: '1' }), {}, 400, 131008],
    ['a button with nothing to copy', components(body, { ...button, parameters: [] }), {}, 400, 132000],
    [
      'two codes',
      components({ ...body, parameters: [...body.parameters, ...body.parameters] }, button),
      {},
      400,
      132000,
    ],
    ['a third component', components(body, button, { type: 'header' }), {}, 400, 132000],
    ['a code that is not shown', components(body, { ...button, parameters: parameters('1') }), {}, 400, 132012],
    ['no text in a parameter', components({ ...body, parameters: [{ type: 'text' }] }, button), {}, 400, 131008],
    ['a picture', components({ ...body, parameters: [{ type: 'image', text: 'x' }] }, button), {}, 400, 132012],
    ['too long a code', components({ ...body, parameters: parameters('x'.repeat(16)) }, button), {}, 400, 132012],
    ['an emoji', components({ ...body, parameters: parameters('1😀') }, button), {}, 400, 132012],
  ])('refuses %s', (_, fields, changes, status, code) => {
    const answer = ask(fields, changes);
    expect([answer.status, answer.json.error?.code, answer.accepted]).toEqual([status, code, undefined]);
    expect(answer.json.error).toMatchObject({
      message: expect.stringMatching(`^\\(#${code}\\)`),
      type: 'OAuthException',
    });
  });
});

describe('the response rule', () => {
  const judge = (status: number, body: unknown, headers = {}) =>
    judgeByRule(
      { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
      responseRule('whatsapp'),
      testJsonnet(),
      NOW,
    );
  const error = (fields: object) => ({ error: { message: 'm', ...fields } });

  it.each<[string, number, unknown, object]>([
    ['a code as text', 400, error({ code: '131026' }), { outcome: 'invalid_recipient', code: '131026', detail: 'm' }],
    ['one code with two statuses', 429, error({ code: 131026 }), { outcome: 'invalid_recipient' }],
    ['every permission', 403, error({ code: 250 }), { outcome: 'unauthorized', code: '250' }],
    ['a code that only begins like one', 400, error({ code: 1310260 }), { outcome: 'bad_request', code: '400' }],
    ['no code', 401, error({}), { outcome: 'unauthorized', code: '401' }],
    ['an error that is a text', 403, { error: 'x' }, { outcome: 'unauthorized', code: '403' }],
    ['details', 400, error({ code: 132000, error_data: { details: 'why' } }), { detail: 'why' }],
    ['a message that is no text', 400, { error: { code: 4, message: {} } }, { outcome: 'throttled', code: '4' }],
    ['an error that comes with HTTP 200', 200, error({ code: 131026 }), { outcome: 'invalid_recipient' }],
    ['messages that are none', 200, { messages: ['x'] }, { outcome: 'ambiguous', code: '200' }],
    ["a proxy's page", 200, '<html>', { outcome: 'ambiguous', code: '200' }],
    ['an unknown error that comes with HTTP 200', 200, error({ code: 7 }), { outcome: 'bad_request', code: '7' }],
    ['no status of the message', 200, { messages: [{ id: 'w' }] }, { outcome: 'accepted', messageId: 'w' }],
  ])('understands %s', async (_, status, body, outcome) => {
    const judged = await judge(status, body);
    expect(judged).toMatchObject(outcome);
    expect(judged).not.toHaveProperty('warning');
  });

  it('waits 6 s for the next message from one number to another, or as long as it is told', async () => {
    const limit = error({ code: 131056 });
    expect((await judge(400, limit)).retryAfterSeconds).toBe(6);
    expect((await judge(400, limit, { 'retry-after': '40' })).retryAfterSeconds).toBe(40);
    expect(await judge(400, error({ code: 130429 }))).not.toHaveProperty('retryAfterSeconds');
  });
});

it.each([
  ['paused', { outcome: 'bad_sender', code: 'paused' }],
  ['held_for_quality_assessment', { outcome: 'accepted', warning: expect.stringContaining('holds it back') }],
])('a message that WhatsApp answers as %s is told of', async (code, outcome) => {
  expect(await sendThrough(provider(), emulator, {}, { kind: 'error', code })).toMatchObject(outcome);
});
