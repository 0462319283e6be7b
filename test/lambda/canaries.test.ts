import type { CourierConfig, ProviderConfig } from '../../lambda/config';
import { handleInvoke } from '../../lambda/courier/invoke';
import { handleQueue } from '../../lambda/courier/sqs';
import { OUTCOME_CLASSES } from '../../lambda/outcome/outcome';
import type { HttpRequest, HttpResponse } from '../../lambda/request/request';
import { SendError } from '../../lambda/request/send';
import { batch, record, TestCourier } from '../support/courier';
import { failureRecord } from '../support/letters';

/** Told to nobody: whatever path a message takes, none of these is in a log line, a metric, an error or an item of the ledger. */
const CANARIES = {
  code: '918273',
  number: '17667111638',
  spacedNumber: '176 671 11 638',
  name: 'Kanarienvogel',
  mail: 'canary@example.com',
  address: '203.0.113.77',
  secret: 'canarySecret52Xq',
  text: 'Willkommen zurück',
};

const MESSAGE = {
  id: 'm-1',
  recipient: `+49 ${CANARIES.spacedNumber}`,
  body: `${CANARIES.text}, your code is ${CANARIES.code}`,
  template_type: 'login_code_valid',
  template_data: {
    to: `+49${CANARIES.number}`,
    login_code: CANARIES.code,
    identity: { traits: { name: CANARIES.name, email: CANARIES.mail } },
    expires_in_minutes: 15,
  },
  request_headers: { 'True-Client-Ip': [CANARIES.address] },
};

/** All that a provider was told, told back. */
const echo = (request: HttpRequest, code = 400): HttpResponse => ({
  status: code,
  headers: { 'x-echo': String(request.headers.get('authorization')) },
  body: JSON.stringify({
    error: `refused ${request.body} ${[...request.headers].join()} ${CANARIES.name} ${CANARIES.spacedNumber}`,
  }),
});

const provider = (fields: Partial<ProviderConfig> = {}, body?: string): ProviderConfig =>
  ({
    id: 'one',
    channel: 'sms',
    request: {
      url: 'https://one.example.com/{$TOKEN}',
      method: 'POST',
      headers: { authorization: 'Bearer {$TOKEN}' },
      body: body ?? "function(ctx) { to: ctx.recipient, text: ctx.body, key: '{$TOKEN}', data: ctx.template_data }",
    },
    secrets: { TOKEN: { source: 'ssm', name: '/token' } },
    ...fields,
  }) as ProviderConfig;

const LIMITS = {
  mode: 'enforce',
  recipientPerHour: 1,
  prefixPerHour: 1,
  clientIpPerHour: 1,
  countryPerHour: 1,
  segmentsPerDay: 100,
  clientIpOrigins: ['ory'],
  environments: 1,
} as const;

interface Path {
  readonly answer?: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;
  readonly provider?: ProviderConfig;
  readonly config?: Partial<CourierConfig>;
  readonly message?: object | string;
  /** Before the second receive. */
  readonly prepare?: (courier: TestCourier) => void;
}

const fromRule = (outcome: string): Path => ({
  answer: (request) => echo(request, outcome === 'accepted' ? 201 : 400),
  provider: provider({ response: `function(res) { outcome: '${outcome}', detail: res.body }` }),
});

const PATHS: Readonly<Record<string, Path>> = {
  ...Object.fromEntries(
    OUTCOME_CLASSES.filter((each) => each !== 'unrenderable').map((each) => [`the outcome ${each}`, fromRule(each)]),
  ),
  'a warning of the rule': {
    answer: (request) => echo(request, 201),
    provider: provider({ response: "function(res) { outcome: 'accepted', warning: res.body }" }),
  },
  'a rule that fails': { provider: provider({ response: 'function(res) error res.body' }), answer: echo },
  'a judgement by status': { answer: (request) => echo(request, 503) },
  'Jsonnet that fails': { provider: provider({}, 'function(ctx) error std.toString(ctx)') },
  'a url that is none': {
    provider: provider({
      request: { url: "function(ctx) 'https://' + ctx.body", method: 'POST', headers: {}, body: 'function(ctx) {}' },
    } as Partial<ProviderConfig>),
  },
  'a template that fails': {
    message: { ...MESSAGE, body: '' },
    config: { templates: { login_code_valid: { default: '{{ index .TemplateData 1 }}{{ .LoginCode }}' } } },
  },
  'a connection that fails': {
    answer: () => {
      throw new SendError('ambiguous', 'no answer');
    },
  },
  'an answer that crashes the courier': {
    answer: (request) => {
      throw new Error(`${request.body} ${CANARIES.secret} ${CANARIES.number}`);
    },
  },
  'a secret that is missing': { prepare: (courier) => delete courier.secrets['/token'] },
  'a ledger that is down': {
    prepare: (courier) => {
      courier.ledgerFails = true;
    },
  },
  'dead letters that are down': {
    ...fromRule('bad_request'),
    prepare: (courier) => Object.assign(courier, { queuesFail: true }),
  },
  'a country that is not allowed': { config: { allowedCountries: ['AT'] } },
  limits: { config: { limits: LIMITS } },
  'limits that are recorded': { config: { limits: { ...LIMITS, mode: 'record' } } },
  'mode log': { config: { mode: 'log' } },
  'mode allowlist': { config: { mode: 'allowlist', allowedRecipients: ['+4917667111639'] } },
  'a message that has expired': { message: { ...MESSAGE, expires_at: '2020-01-01T00:00:00Z' } },
  'a message without a recipient': { message: { ...MESSAGE, recipient: undefined } },
  'a recipient that is none': { message: { ...MESSAGE, recipient: `${CANARIES.number} or ${CANARIES.name}` } },
  'a field of another type': { message: { ...MESSAGE, template_data: CANARIES.code } },
  'a provider that there is not': { message: { ...MESSAGE, provider: 'two' } },
  'text that is no JSON': { message: `{"recipient":"+49${CANARIES.number}","body":"${CANARIES.code}` },
};

it.each(Object.entries(PATHS))('%s tells nothing of the message', async (_, path) => {
  const courier = new TestCourier(
    { one: path.answer ?? ((request) => echo(request, 201)) },
    { providers: [path.provider ?? provider()], ...path.config },
  );
  courier.secrets['/token'] = CANARIES.secret;
  const told: unknown[] = [];
  courier.onTableWrite = (update) => told.push(update);
  path.prepare?.(courier);
  const message = path.message ?? MESSAGE;
  const attributes = { origin: { stringValue: 'ory', dataType: 'String' as const } };

  for (const id of ['m-1', 'm-2', 'm-1']) {
    const body = typeof message === 'string' ? message : { ...message, id };
    const one = { ...record(body, { id: `sqs-${id}` }), messageAttributes: attributes };
    await handleQueue(batch(one), courier.deadline, courier.services);
    try {
      told.push(await handleInvoke(body, courier.invocation, courier.services));
    } catch (error) {
      told.push(`${error instanceof Error ? `${error.name} ${error.message} ${error.stack}` : error}`);
    }
    courier.now += 60_000;
  }
  const text = JSON.stringify([
    courier.lines,
    told,
    courier.sent.filter(({ queueUrl }) => queueUrl === 'dead-letters').map((letter) => letter.attributes),
  ]);
  expect(courier.lines.length).toBeGreaterThan(0);
  for (const canary of Object.values(CANARIES)) expect(text).not.toContain(canary);
  if (courier.lines.join().includes('"recipient"')) expect(text).toContain('DE…38');
});

const LETTERS: Readonly<
  Record<string, { readonly body: unknown; readonly attributes?: Readonly<Record<string, string>> }>
> = {
  'a message that was given up': {
    body: MESSAGE,
    attributes: { message_id: 'm-1', origin: 'ory', reason: 'no credit', outcome: 'out_of_credit', code: '402' },
  },
  'a message that SQS moved': { body: MESSAGE },
  'a message that an invoke brought': {
    body: failureRecord(MESSAGE, { errorType: 'Error', errorMessage: CANARIES.text }),
  },
  'a query for a number': {
    body: failureRecord({ action: 'status', to: `+49${CANARIES.number}` }, { errorType: 'InvalidRequest' }),
  },
  'a recipient that is none': { body: { ...MESSAGE, recipient: `${CANARIES.number} or ${CANARIES.name}` } },
  'text that is no JSON': { body: `{"recipient":"+49${CANARIES.number}","body":"${CANARIES.code}` },
};

describe.each(Object.entries(LETTERS))('%s, among the dead letters,', (_, { body, attributes }) => {
  const canariesIn = (value: unknown) =>
    Object.entries(CANARIES).flatMap(([name, canary]) => (JSON.stringify(value).includes(canary) ? [name] : []));
  const expired = () => {
    const courier = new TestCourier({ one: (request) => echo(request, 201) });
    courier.letters.put(body, attributes);
    courier.now += 86_400_000;
    return courier;
  };

  it('is gone once it has expired', async () => {
    const courier = expired();
    expect(canariesIn(courier.letters.letters)).not.toEqual([]);
    const answer = await handleInvoke({ action: 'redact' }, courier.invocation, courier.services);
    expect(answer).toEqual({ redacted: 1, complete: true });
    expect(canariesIn([courier.letters.letters, courier.lines])).toEqual([]);
  });

  it('is told by nothing if it cannot be redacted', async () => {
    const courier = expired();
    courier.letters.onRemove = () => {
      throw new Error(JSON.stringify(courier.letters.letters));
    };
    const failure = await handleInvoke({ action: 'redact' }, courier.invocation, courier.services).catch(
      (error: Error) => `${error.name} ${error.message} ${error.stack}`,
    );
    expect(failure).toContain('the courier failed');
    expect(courier.lines).toHaveLength(1);
    expect(canariesIn([failure, courier.lines])).toEqual([]);
  });
});
