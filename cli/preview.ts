import { randomUUID } from 'node:crypto';
import { admit } from '../lambda/admit';
import { awsInputBuilder } from '../lambda/aws/aws-transport';
import { describeError } from '../lambda/check/describe-error';
import { codeOf } from '../lambda/code';
import {
  type AwsProviderConfig,
  type CourierConfig,
  type HttpProviderConfig,
  isAwsProvider,
  type ProviderConfig,
} from '../lambda/config';
import { courierFacts } from '../lambda/courier-facts';
import { InvalidMessage, type Message, parseMessage } from '../lambda/message';
import { render } from '../lambda/render';
import { requestBuilder } from '../lambda/request/build';
import type { HttpRequest } from '../lambda/request/request';
import { countSegments, type Segments } from '../lambda/segments';
import { Templates } from '../lambda/template/templates';
import { BadInput } from './bad-input';
import { loadJsonnet } from './engine';
import { findProvider } from './input';
import { ShownSecrets, showAuth } from './shown-secrets';

/** The message is one, and the courier would not send it. */
export class WouldNotBeSent extends Error {
  override readonly name = 'WouldNotBeSent';
}

export interface Preview extends Segments {
  readonly recipient: string;
  readonly body: string;
  readonly provider: string;
  readonly request: PreviewedRequest | PreviewedCall;
}

interface PreviewedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A call of AWS's SDK. */
interface PreviewedCall {
  readonly service: string;
  readonly region: string | null;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the first attempt at a message would be. */
export async function preview(config: CourierConfig, value: unknown, providerId?: string): Promise<Preview> {
  const now = Date.now();
  const received = read(value, config, now);
  const refusal = admit(received, config, now);
  if (refusal !== undefined) throw new WouldNotBeSent(`the message would end as ${refusal.state}: ${refusal.detail}`);
  const message = withText(received, config);
  const provider = findProvider(config, providerId ?? message.provider ?? (config.providers[0] as ProviderConfig).id);
  if (provider.needsCode === true && codeOf(message.templateData) === undefined)
    throw new WouldNotBeSent(`provider ${provider.id} brings codes only, and the message's template_data holds none`);
  return {
    recipient: message.recipient.e164,
    body: message.body,
    ...countSegments(message.body),
    provider: provider.id,
    request: await (isAwsProvider(provider) ? buildCall(provider, message, now) : buildRequest(provider, message, now)),
  };
}

function read(value: unknown, config: CourierConfig, now: number): Message {
  try {
    return parseMessage(
      value,
      { enteredAt: now, fallbackId: randomUUID(), origin: 'preview' },
      { ...config, ...config.delivery },
    );
  } catch (error) {
    if (error instanceof InvalidMessage) throw new BadInput(`the message is refused: ${error.message}`);
    throw error;
  }
}

function withText(received: Message, config: CourierConfig): Message {
  const { message, failure } = render(received, config, () => new Templates(config));
  if (message !== undefined) return message;
  throw new WouldNotBeSent(
    `the message would end as failed: ${failure?.detail ?? 'it has no body, and there is no template for its type'}`,
  );
}

async function buildRequest(provider: HttpProviderConfig, message: Message, now: number): Promise<PreviewedRequest> {
  const secrets = new ShownSecrets(Object.keys(provider.secrets));
  const services = {
    jsonnet: loadJsonnet(),
    tokens: { get: async () => '{access_token}', forget: () => false },
    now: () => now,
  };
  const input = { ctx: message.ctx, courier: courierFacts(message, 1, now) };
  let request: HttpRequest;
  try {
    request = await requestBuilder(showAuth(provider.request), services)(input, secrets);
  } catch (error) {
    throw new WouldNotBeSent(`provider ${provider.id}: ${describeError(error)}`);
  }
  return {
    method: request.method,
    url: secrets.show(request.url.href),
    headers: Object.fromEntries([...request.headers].map(([name, header]) => [name, secrets.show(header)])),
    body: request.body === undefined ? null : secrets.show(request.body),
  };
}

async function buildCall({ id, call }: AwsProviderConfig, message: Message, now: number): Promise<PreviewedCall> {
  const input = { ctx: message.ctx, courier: courierFacts(message, 1, now) };
  try {
    const command = await awsInputBuilder(call, loadJsonnet())(input, new ShownSecrets([]));
    return { service: call.service, region: call.region ?? null, input: command };
  } catch (error) {
    throw new WouldNotBeSent(`provider ${id}: ${describeError(error)}`);
  }
}
