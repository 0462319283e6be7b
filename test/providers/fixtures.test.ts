import { awsInputBuilder } from '../../lambda/aws/aws-transport';
import { isAwsProvider, type ProviderConfig } from '../../lambda/config';
import { courierFacts } from '../../lambda/courier-facts';
import { readAcceptance } from '../../lambda/outcome/acceptance';
import { judgeByRule } from '../../lambda/outcome/by-rule';
import { requestBuilder } from '../../lambda/request/build';
import { SmsProvider } from '../../lib';
import { responseRule } from '../../lib/providers/kind';
import { KINDS } from '../../lib/providers/known';
import { readProviderFile } from '../../lib/providers/provider-file';
import * as registry from '../../lib/providers/registry';
import { testJsonnet } from '../support/engine';
import { message, NOW } from '../support/messages';
import { CREDENTIAL, configOf, fixtures, golden, REGION, sendThrough, startTestProvider, withSecrets } from './support';

interface RequestFixture {
  readonly props: object;
  readonly message: Readonly<Record<string, unknown>>;
  readonly request?: object;
  readonly call?: object;
}

interface ResponseFixture {
  readonly response: { readonly status: number; readonly headers?: Record<string, string>; readonly body: unknown };
  readonly outcome: object;
}

const jsonnet = testJsonnet();

/** Where the kind's API is, as far as its fixtures go. */
const originOf = (config: ProviderConfig) =>
  isAwsProvider(config)
    ? `https://${config.call.service}.${config.call.region ?? REGION}.amazonaws.com`
    : new URL(config.request.url.replace(/\{\$\w+\}/g, 'x')).origin;

/** The request as it would be written, or the call. */
async function build(config: ProviderConfig, fields: RequestFixture['message']): Promise<object> {
  const received = message(fields);
  const input = { ctx: received.ctx, courier: courierFacts(received, 1, NOW) };
  const secrets = { get: (name: string) => `<${name}>` };
  if (isAwsProvider(config))
    return { service: config.call.service, input: await awsInputBuilder(config.call, jsonnet)(input, secrets) };
  const tokens = { get: async () => '<token>', forget: () => false };
  const { method, url, headers, body } = await requestBuilder(config.request, { jsonnet, tokens, now: () => NOW })(
    input,
    secrets,
  );
  return { method, url: url.href, headers: Object.fromEntries(headers), body };
}

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

/** The value with one thing changed: each member left out or of another kind, each list empty or twice as long. */
function alterations(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [null, '', 'failed', 0, 1, {}];
  if (Array.isArray(value))
    return [
      [],
      [...value, ...value],
      ...value.flatMap((item, index) => alterations(item).map((other) => value.toSpliced(index, 1, other))),
    ];
  return Object.entries(value).flatMap(([name, member]) => {
    const { [name]: _, ...others } = value as Record<string, unknown>;
    return [others, ...alterations(member).map((other) => ({ ...others, [name]: other }))];
  });
}

const factories = SmsProvider as unknown as Readonly<Record<string, (props: unknown) => SmsProvider>>;

describe.each(Object.entries(registry).map(([name, kind]) => [kind.id, name] as const))('%s', (id, name) => {
  const requests = fixtures<RequestFixture>(id, 'request');
  const declare = (props: object) => (factories[name] as (props: unknown) => SmsProvider)(withSecrets(props));
  const [, first] = requests[0] as [string, RequestFixture];
  const kind = KINDS.find((each) => each.id === id) as (typeof KINDS)[number];
  const emulatorFor = (declared: SmsProvider) =>
    kind.emulator({ origin: originOf(configOf(declared)), credentials: () => [CREDENTIAL] });

  it.each(requests)('asks as in %s', async (_, { props, message: fields, request, call }) => {
    const declared = declare(props);
    expect(await build(configOf(declared), fields)).toEqual(request ?? call);
  });

  it('is accepted by its emulator with all of these messages', async () => {
    for (const [file, { props, message: fields }] of requests) {
      const outcome = await sendThrough(declare(props), emulatorFor(declare(props)), fields);
      expect([file, outcome]).toEqual([
        file,
        { outcome: 'accepted', code: outcome.code, messageId: expect.stringMatching(/./) },
      ]);
    }
  });

  it.each(fixtures<ResponseFixture>(id, 'response'))('judges as in %s', async (_, { response, outcome }) => {
    const { status, headers = {}, body } = response;
    expect(await judgeByRule({ status, headers, body: textOf(body) }, responseRule(id), jsonnet, NOW)).toEqual(outcome);
  });

  it('judges by its plain word as by its whole rule, whatever is missing or changed in an answer', async () => {
    const whole = readProviderFile(id, 'response.jsonnet');
    const rule = responseRule(id);
    // a new provider has none yet
    if (typeof rule === 'string') return expect(rule).toBe(whole);
    const taken = fixtures<ResponseFixture>(id, 'response').flatMap(([, { response }]) =>
      readAcceptance({ status: response.status, json: response.body }, rule[0]) ? [response] : [],
    );
    expect(taken.length).toBeGreaterThan(0);
    for (const response of taken)
      for (const body of [response.body, ...alterations(response.body)])
        for (const status of new Set([response.status, 200, 400])) {
          const answer = { status, headers: response.headers ?? {}, body: textOf(body) };
          const outcome = await judgeByRule(answer, rule, jsonnet, NOW);
          expect([answer, outcome]).toEqual([answer, await judgeByRule(answer, whole, jsonnet, NOW)]);
        }
  });

  it('has an error to show for each code of its golden table, and for no other', () => {
    expect(Object.keys(emulatorFor(declare(first.props)).errors ?? {}).sort()).toEqual(Object.keys(golden(id)).sort());
  });

  it('gives every documented code its class', async () => {
    const declared = declare(first.props);
    const test = await startTestProvider(declared, emulatorFor(declared));
    const live = { ...first.message, expires_at: new Date(Date.now() + 600_000).toISOString() };
    const came: Record<string, string> = {};
    try {
      for (const code of Object.keys(golden(id))) {
        await test.setFault({ kind: 'error', code });
        const outcome = await test.provider.attempt(message(live), 1);
        came[outcome.code ?? ''] = outcome.outcome;
      }
    } finally {
      await test.close();
    }
    expect(came).toEqual(golden(id));
  });

  it('waits as long as it is told where there are too many requests', async () => {
    const declared = declare(first.props);
    const told = { kind: 'throttled', retryAfterSeconds: 7 } as const;
    expect(await sendThrough(declared, emulatorFor(declared), first.message, told)).toMatchObject({
      outcome: 'throttled',
      retryAfterSeconds: 7,
    });
    expect(await sendThrough(declared, emulatorFor(declared), first.message, { kind: 'throttled' })).toMatchObject({
      outcome: 'throttled',
    });
  });

  it('knows what is ambiguous and what is not', async () => {
    const declared = declare(first.props);
    const outcome = async (kind_: 'lost_response' | 'cut_off' | 'down') =>
      (await sendThrough(declared, emulatorFor(declared), first.message, { kind: kind_ })).outcome;
    expect([await outcome('lost_response'), await outcome('cut_off'), await outcome('down')]).toEqual([
      'ambiguous',
      'ambiguous',
      'unavailable',
    ]);
  });

  it('takes no HTTP status of a failure for an acceptance, whatever comes with it', async () => {
    for (const body of ['<html></html>', '', '[]', 'null', '{}'])
      for (const status of [400, 500, 502]) {
        const { outcome, warning } = await judgeByRule({ status, headers: {}, body }, responseRule(id), jsonnet, NOW);
        expect([body, status, outcome, warning]).toEqual([
          body,
          status,
          expect.not.stringMatching('accepted'),
          undefined,
        ]);
      }
  });
});
