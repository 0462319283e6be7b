import type { Answer, ForgetAnswer, PreviewAnswer, RedactAnswer, SecretsAnswer, StatusAnswer } from '../contract';
import { deliver, secondsUntil } from '../deliver';
import { INVOKE } from '../front-doors';
import type { MessageRow } from '../ledger/row';
import { ATTRIBUTE, InvalidMessage, type Message, parseMessage, toQueueMessage } from '../message';
import { preview } from '../preview';
import { standOf } from '../secrets/stand';
import { settle } from '../settle';
import type { Verdict } from '../verdict';
import { forget } from './forget';
import type { Invocation } from './invocation';
import { redactExpired } from './redact';
import { InvalidRequest, readRequest } from './request';
import type { CourierServices } from './services';
import { status } from './status';
import { Unforeseen } from './unforeseen';

/** SQS delays a message that is sent by fifteen minutes at most. */
const MAX_DELAY_SECONDS = 900;

type InvokeAnswer = Answer | StatusAnswer | PreviewAnswer | ForgetAnswer | SecretsAnswer | RedactAnswer;

/**
 * The front door for Lambda invokes: tries at once, and hands over to the queue what may be tried again.
 *
 * @throws {InvalidMessage} for what is no message, {@link InvalidRequest} for an action that there is not: a synchronous caller sees
 * a function error; Lambda keeps an asynchronous one in the dead-letter queue
 */
export async function handleInvoke(
  event: unknown,
  invocation: Invocation,
  services: CourierServices,
): Promise<InvokeAnswer> {
  try {
    return await handle(event, invocation, services);
  } catch (error) {
    throw error instanceof InvalidMessage || error instanceof InvalidRequest ? error : new Unforeseen(error);
  }
}

async function handle(event: unknown, invocation: Invocation, services: CourierServices): Promise<InvokeAnswer> {
  const request = readRequest(event);
  switch (request.action) {
    case 'send':
      return send(request.message, invocation, services);
    case 'enqueue':
      return enqueue(request.message, invocation, services);
    case 'status':
      return status(request.query, services);
    case 'forget':
      return forget(request.to, services);
    case 'secrets':
      return standOf(services.delivery.config.providers, services.secrets);
    case 'redact':
      return redactExpired(invocation, services);
    case 'preview':
      return previewOf(request.message, request.provider, services);
  }
}

async function send(value: unknown, invocation: Invocation, services: CourierServices): Promise<Answer> {
  const { message, body } = read(value, invocation, services);
  const delivered = await deliver(message, { receives: 1, deadline: invocation.deadline }, services.delivery);
  // gives the lease back first, which the queue's message would meet otherwise; whoever fails in between throws, so its caller knows
  await settle(services, message, body, delivered);
  const { verdict } = delivered;
  if (verdict.next === 'retry') await handOver(message, body, verdict.delaySeconds, services);
  // whoever holds it may have crashed, and then nothing but this would bring it again; if not, the queue's message is a duplicate
  if (verdict.next === 'wait')
    await handOver(message, body, secondsUntil(verdict.until, services.delivery.now()), services);
  return toAnswer(message, verdict);
}

async function enqueue(value: unknown, invocation: Invocation, services: CourierServices): Promise<Answer> {
  const { message, body } = read(value, invocation, services);
  await handOver(message, body, 0, services);
  return { id: message.id, state: 'queued', duplicate: false, attempts: 0 };
}

async function previewOf(
  value: unknown,
  providerId: string | undefined,
  { delivery, jsonnet }: CourierServices,
): Promise<PreviewAnswer> {
  const { config, templates, now } = delivery;
  const provider = config.providers.find(({ id }) => id === providerId);
  if (providerId !== undefined && provider === undefined)
    throw new InvalidRequest(
      `provider: no "${providerId.slice(0, 40)}"; the courier has ${config.providers.map(({ id }) => id).join(', ')}`,
    );
  return preview(value, provider, { config, templates, jsonnet, now });
}

/** A message, and the body that it has in a queue. */
function read(
  value: unknown,
  { requestId }: Invocation,
  { delivery: { config, now } }: CourierServices,
): { readonly message: Message; readonly body: string } {
  const entry = { enteredAt: now(), fallbackId: requestId, origin: INVOKE };
  const message = parseMessage(value, entry, { ...config, ...config.delivery });
  return { message, body: toQueueMessage(value) };
}

/** The queue goes on with the message as the one that it is: its identity and expiry travel along, its attempts are in the ledger. */
async function handOver(
  { id, origin, enteredAt, expiresAt }: Message,
  body: string,
  delaySeconds: number,
  { queues, queueUrl }: CourierServices,
): Promise<void> {
  const attributes = {
    [ATTRIBUTE.messageId]: id,
    [ATTRIBUTE.origin]: origin,
    [ATTRIBUTE.enteredAt]: new Date(enteredAt).toISOString(),
    [ATTRIBUTE.expiresAt]: new Date(expiresAt).toISOString(),
  };
  await queues.send(queueUrl, body, attributes, Math.min(delaySeconds, MAX_DELAY_SECONDS));
}

function toAnswer({ id }: Message, verdict: Verdict): Answer {
  switch (verdict.next) {
    case 'duplicate':
      return fromRow(id, verdict.row);
    case 'wait':
      return { id, state: 'queued', duplicate: false, attempts: verdict.attempts };
    default: {
      const { attempts, provider, outcome, messageId, code, detail } = verdict;
      return {
        id,
        state: verdict.next === 'end' ? verdict.state : 'queued',
        duplicate: false,
        attempts,
        ...(provider && { provider }),
        ...(outcome && { outcome }),
        ...(messageId && { provider_message_id: messageId }),
        ...(code && { code }),
        ...(detail && { detail }),
      };
    }
  }
}

function fromRow(id: string, row: MessageRow): Answer {
  const { state, attempts, provider, outcome, providerMessageId, code, detail } = row;
  return {
    id,
    state,
    duplicate: true,
    attempts,
    ...(provider && { provider }),
    ...(outcome && { outcome }),
    ...(providerMessageId && { provider_message_id: providerMessageId }),
    ...(code && { code }),
    ...(detail && { detail }),
  };
}
