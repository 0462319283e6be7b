import { handleInvoke } from '../../lambda/courier/invoke';
import { handleQueue } from '../../lambda/courier/sqs';
import { DEFAULT_TEXTS } from '../../lambda/template/default-texts';
import { ORY_TEMPLATE_TYPES } from '../../lambda/template-type';
import { accepted, batch, record, TestCourier } from '../support/courier';
import { ORY_EXAMPLES } from '../support/messages';

const CODE = '428193';
const MESSAGE = {
  recipient: '+4917667111638',
  body: 'Sent by the backend',
  template_type: 'login_code_valid',
  template_data: { login_code: CODE, expires_in_minutes: 15, identity: { traits: {} } },
};
const { body: _, ...WITHOUT_BODY } = MESSAGE;

type Config = ConstructorParameters<typeof TestCourier>[1];
let count = 0;

/** The text that reaches the provider, and the courier that sent it. */
async function send(
  message: object,
  config: Config = {},
): Promise<{ text: unknown; courier: TestCourier; answer: object }> {
  const courier = new TestCourier({ one: accepted }, config);
  const answer = await handleInvoke({ id: `m-${++count}`, ...message }, courier.invocation, courier.services);
  const [request] = courier.requests;
  return { text: request && JSON.parse(request.body ?? '').text, courier, answer };
}

const templates = (texts: Readonly<Record<string, string>> | string, type = 'login_code_valid') => ({
  templates: { [type]: typeof texts === 'string' ? { default: texts } : texts },
});

describe('the text of a message', () => {
  it("is the courier's template, even if the sender has rendered one", async () => {
    expect((await send(MESSAGE, templates('{{ .LoginCode }} is yours'))).text).toBe(`${CODE} is yours`);
  });

  it('is the body where the body goes first', async () => {
    const config = { ...templates('{{ .LoginCode }}'), templatePrecedence: 'body' } as const;
    expect((await send(MESSAGE, config)).text).toBe('Sent by the backend');
    expect((await send({ ...MESSAGE, body: ' \n' }, config)).text).toBe(CODE);
    expect((await send(WITHOUT_BODY, config)).text).toBe(CODE);
  });

  it('is the body where there is no template for its type', async () => {
    expect((await send(MESSAGE, templates('x', 'recovery_code_valid'))).text).toBe('Sent by the backend');
    expect((await send(MESSAGE)).text).toBe('Sent by the backend');
  });

  it.each(ORY_TEMPLATE_TYPES)('of type %s without body and template is one of ours', async (type) => {
    const data = { login_code: CODE, registration_code: CODE, verification_code: CODE, expires_in_minutes: 1 };
    const { text } = await send({ recipient: MESSAGE.recipient, template_type: type, template_data: data });
    expect(text).toMatch(
      DEFAULT_TEXTS[type].includes('$code') ? /^428193 is your code to .* in 1 minute\. / : /contact support/,
    );
  });

  it('is found under the short name of a type, in messages as in the configuration', async () => {
    expect((await send({ ...MESSAGE, template_type: 'login_code' }, templates('T {{ .LoginCode }}'))).text).toBe(
      `T ${CODE}`,
    );
  });

  it("may have a type of the author's own, whose data is as it was sent", async () => {
    const message = { recipient: MESSAGE.recipient, template_type: 'welcome', template_data: { name: 'Ada', n: 3 } };
    const { text } = await send(message, templates('Hello {{ .name }}, {{ .n }}{{ .missing }}', 'welcome'));
    expect(text).toBe('Hello Ada, 3<no value>');
  });

  it('is what a request config sees, and what segments are counted of', async () => {
    const body = 'function(ctx) { text: ctx.body, segments: ctx.courier.segments, encoding: ctx.courier.encoding }';
    const courier = new TestCourier({ one: accepted }, templates('ж{{ .LoginCode }}'.repeat(20)), body);
    await handleInvoke(MESSAGE, courier.invocation, courier.services);
    expect(JSON.parse(courier.requests[0]?.body ?? '')).toEqual({
      text: `ж${CODE}`.repeat(20),
      segments: 3,
      encoding: 'UCS-2',
    });
  });

  it('ends in the line that phones fill codes in from, where the domain is known', async () => {
    const own = {
      ...WITHOUT_BODY,
      template_data: { ...MESSAGE.template_data, request_url_domain: 'auth.example.com' },
    };
    expect((await send(own)).text).toMatch(/\n\n@auth\.example\.com #428193$/);
    expect((await send(WITHOUT_BODY, { webOtpDomain: 'login.example.com' })).text).toMatch(
      /\n\n@login\.example\.com #428193$/,
    );
    expect((await send(own, { webOtpDomain: 'login.example.com' })).text).toMatch(/@auth\.example\.com #428193$/);
    expect((await send(WITHOUT_BODY)).text).not.toContain('@');
  });

  it('fills one GSM-7 segment by default, with a domain of the usual length', async () => {
    const body = 'function(ctx) { text: ctx.body, n: ctx.courier.segments, encoding: ctx.courier.encoding }';
    for (const type of ORY_TEMPLATE_TYPES) {
      const courier = new TestCourier({ one: accepted }, { webOtpDomain: 'accounts.example.com' }, body);
      const data = { login_code: CODE, registration_code: CODE, verification_code: CODE, expires_in_minutes: 15 };
      const message = { recipient: MESSAGE.recipient, template_type: type, template_data: data };
      await handleInvoke(message, courier.invocation, courier.services);
      expect(JSON.parse(courier.requests[0]?.body ?? '')).toMatchObject({ n: 1, encoding: 'GSM-7' });
    }
  });
});

describe('the language of a template', () => {
  const TEXTS = templates({ en: 'en', de: 'de', 'pt-br': 'pt-br', fr: 'fr' });
  const headers = (value: string) => ({ request_headers: { 'Accept-Language': [value] } });
  const identity = (value: object) => ({ template_data: { ...MESSAGE.template_data, identity: value } });

  it.each([
    ['the locale of the message', { locale: 'de', ...identity({ traits: { locale: 'fr' } }) }, 'de'],
    [
      "then the identity's trait locale",
      { ...identity({ traits: { locale: 'fr', lang: 'de' } }), ...headers('pt-BR') },
      'fr',
    ],
    ["then the identity's trait lang", { ...identity({ traits: { lang: 'de' } }), ...headers('fr') }, 'de'],
    ['bare traits, as a registration carries them', identity({ lang: 'de' }), 'de'],
    ['then Accept-Language, by its weights', headers('xx, fr;q=0.5, de;q=0.8, en;q=0.1'), 'de'],
    ['a language for its region', { locale: 'de-AT' }, 'de'],
    ['a tag in any case and with underscores', { locale: 'PT_br' }, 'pt-br'],
    ['what is no text is passed over', identity({ traits: { lang: 7 } }), 'en'],
    ['what there is no template in is passed over', { locale: 'xx', ...headers('fr') }, 'fr'],
  ])('is %s', async (_, fields, expected) => {
    expect((await send({ ...MESSAGE, ...fields }, TEXTS)).text).toBe(expected);
  });

  it("falls back to the courier's locale, then to the default, then to English, then to any", async () => {
    expect((await send(MESSAGE, { ...TEXTS, locale: 'fr' })).text).toBe('fr');
    expect((await send(MESSAGE, { ...TEXTS, locale: 'xx' })).text).toBe('en');
    expect((await send(MESSAGE, templates({ default: 'default', en: 'en' }))).text).toBe('default');
    expect((await send(MESSAGE, templates({ fr: 'fr', de: 'de' }))).text).toBe('fr');
  });
});

describe('a template that fails', () => {
  const failing = templates('{{ .LoginCode }} {{ index .Identity.traits.codes 3 }}');
  const data = { ...MESSAGE, template_data: { ...MESSAGE.template_data, identity: { traits: { codes: [CODE] } } } };

  it('gives way to the body, and is counted and told without any value of the message', async () => {
    const { text, courier } = await send(data, failing);
    expect(text).toBe('Sent by the backend');
    expect(courier.log).toContainEqual(
      expect.objectContaining({
        event: 'template',
        level: 'warn',
        outcome: 'unrenderable',
        code: 'template_exec',
        line: 1,
        body_used: true,
        template_failures: 1,
        detail: expect.stringMatching(/^template: login_code_valid:1:\d+: executing .* error calling index$/),
      }),
    );
    expect(courier.lines.join('\n')).not.toContain(CODE);
  });

  it('without a body sends the message to the dead letters, at once', async () => {
    const courier = new TestCourier({ one: accepted }, failing);
    const { body: __, ...bare } = data;
    const result = await handleQueue(batch(record(bare)), courier.deadline, courier.services);
    expect(result).toEqual({ batchItemFailures: [] });
    expect(courier.requests).toEqual([]);
    expect(courier.sent).toEqual([
      expect.objectContaining({
        queueUrl: 'dead-letters',
        body: JSON.stringify(bare),
        attributes: expect.objectContaining({ outcome: 'unrenderable', code: 'template_exec' }),
      }),
    ]);
    expect(courier.log.at(-1)).toMatchObject({ state: 'failed', outcome: 'unrenderable' });
    expect([courier.lines, Object.values(courier.sent[0]?.attributes ?? {})].flat().join('\n')).not.toContain(CODE);
  });

  it('by giving no text is no better', async () => {
    const { text, courier } = await send(MESSAGE, templates('{{ if false }}x{{ end }} \n'));
    expect(text).toBe('Sent by the backend');
    expect(courier.log).toContainEqual(expect.objectContaining({ event: 'template', code: 'template_empty' }));
  });

  it('does not change the data that a request config sees', async () => {
    const body = 'function(ctx) ctx.template_data';
    const courier = new TestCourier(
      { one: accepted },
      templates('{{ $_ := set .Identity "x" 1 }}{{ .Identity.x }}'),
      body,
    );
    await handleInvoke(MESSAGE, courier.invocation, courier.services);
    expect(JSON.parse(courier.requests[0]?.body ?? '')).toEqual(MESSAGE.template_data);
  });
});

it.each(Object.keys(ORY_EXAMPLES))('renders %s alike by the names of fields and by those in JSON', async (name) => {
  const example = ORY_EXAMPLES[name] as {
    template_type: string;
    template_data: Record<string, unknown>;
    recipient: string;
  };
  const field = {
    login: 'LoginCode',
    registration: 'RegistrationCode',
    verification: 'VerificationCode',
    recovery: 'RecoveryCode',
  }[example.template_type.split('_')[0] as string];
  if (field === undefined) {
    const views = templates('{{ .To }}|{{ .to }}|{{ .Identity.id }}|{{ .identity.id }}', example.template_type);
    const { text } = await send({ ...example, recipient: '+4917667111638' }, { ...views, allowedCountries: ['*'] });
    expect(text).toMatch(/^(.+)\|\1\|(.+)\|\2$/);
    return;
  }
  const json = field === 'RecoveryCode' ? 'verification_code' : field.replace(/Code$/, '_code').toLowerCase();
  const views = templates(
    `{{ .${field} }} {{ .ExpiresInMinutes }}|{{ .${json} }} {{ .expires_in_minutes }}`,
    example.template_type,
  );
  const { text } = await send(example, { ...views, allowedCountries: ['*'] });
  expect(text).toMatch(/^(\d{6} \d+)\|\1$/);
});

it('lets a message in that has neither body nor template to no other end than a clear refusal', async () => {
  await expect(send({ recipient: MESSAGE.recipient, template_type: 'welcome' })).rejects.toThrow(
    'body: empty or missing; send the text of the SMS, or a template_type of Ory or of this courier',
  );
});
