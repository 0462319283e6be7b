import { randomUUID } from 'node:crypto';
import { admit } from './admit';
import { awsInputBuilder } from './aws/aws-transport';
import { candidatesFor } from './candidates';
import { describeError } from './check/describe-error';
import { codeOf } from './code';
import {
  type AwsProviderConfig,
  type CourierConfig,
  type HttpProviderConfig,
  isAwsProvider,
  type ProviderConfig,
} from './config';
import type { PreviewAnswer, PreviewedCall, PreviewedRequest } from './contract';
import { courierFacts } from './courier-facts';
import type { JsonnetEvaluator } from './jsonnet/evaluator';
import { type Message, parseMessage } from './message';
import { render } from './render';
import { requestBuilder } from './request/build';
import type { JsonnetInput } from './request/input';
import { Cancelled } from './request/request';
import { ShownSecrets, showAuth } from './secrets/shown-secrets';
import { countSegments } from './segments';
import type { Templates } from './template/templates';

export interface PreviewServices {
  readonly config: CourierConfig;
  readonly templates: () => Templates;
  readonly jsonnet: JsonnetEvaluator;
  readonly now: () => number;
}

/**
 * What the first attempt at a message would be. No secret is read: each is shown by its name.
 *
 * @param provider the one to ask; absent: whom the courier would ask first
 * @throws {InvalidMessage}
 */
export async function preview(
  value: unknown,
  provider: ProviderConfig | undefined,
  services: PreviewServices,
): Promise<PreviewAnswer> {
  const { config, templates } = services;
  const now = services.now();
  const received = parseMessage(
    value,
    { enteredAt: now, fallbackId: randomUUID(), origin: 'preview' },
    { ...config, ...config.delivery },
  );
  const refusal = admit(received, config, now);
  if (refusal !== undefined) return { would_send: false, ...refusal };
  const { message, failure } = render(received, config, templates);
  if (message === undefined)
    return {
      would_send: false,
      state: 'failed',
      detail: failure?.detail ?? 'it has no body, and there is no template for its type',
    };
  const asked = provider ?? firstFor(message, config);
  if (asked === undefined || (asked.needsCode === true && codeOf(message.templateData) === undefined)) {
    const who = asked === undefined ? 'each provider that may bring it' : `provider ${asked.id}`;
    const detail = `${who} brings codes only, and the message's template_data holds none`;
    return { would_send: false, state: 'failed', detail };
  }
  const input = { ctx: message.ctx, courier: courierFacts(message, 1, now) };
  try {
    return {
      would_send: true,
      recipient: message.recipient.e164,
      body: message.body,
      ...countSegments(message.body),
      provider: asked.id,
      request: await (isAwsProvider(asked) ? call(asked, input, services) : request(asked, input, services)),
    };
  } catch (error) {
    const state = error instanceof Cancelled ? 'cancelled' : 'failed';
    return { would_send: false, state, detail: `provider ${asked.id}: ${describeError(error)}` };
  }
}

/** Whom the courier would ask first, were no breaker open. */
function firstFor(message: Message, { providers, routes }: CourierConfig): ProviderConfig | undefined {
  const choices = providers.map((config) => ({ id: config.id, needsCode: config.needsCode === true, config }));
  return candidatesFor(message, { providers: choices, ...(routes === undefined ? {} : { routes }) })[0]?.config;
}

async function request(
  provider: HttpProviderConfig,
  input: JsonnetInput,
  { jsonnet, now }: PreviewServices,
): Promise<PreviewedRequest> {
  const secrets = new ShownSecrets(Object.keys(provider.secrets));
  const tokens = { get: async () => '{access_token}', forget: () => {} };
  const build = requestBuilder(showAuth(provider.request), { jsonnet, tokens, now });
  const { method, url, headers, body } = await build(input, secrets);
  return {
    method,
    url: secrets.show(url.href),
    headers: Object.fromEntries([...headers].map(([name, header]) => [name, secrets.show(header)])),
    body: body === undefined ? null : secrets.show(body),
  };
}

async function call(
  provider: AwsProviderConfig,
  input: JsonnetInput,
  { jsonnet }: PreviewServices,
): Promise<PreviewedCall> {
  const { service, region = null } = provider.call;
  const build = awsInputBuilder(provider.call, jsonnet);
  return { service, region, input: await build(input, new ShownSecrets([])) };
}
