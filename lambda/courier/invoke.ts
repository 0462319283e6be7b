import { randomUUID } from 'node:crypto';
import { deliver, type FinalState } from '../deliver';
import { parseMessage, toQueueMessage } from '../message';
import { type CourierServices, keepFailed } from './services';

/** What an invoke is told. */
export interface Answer {
  /** The message's id: the sender's, or a new one. */
  readonly id: string;
  readonly state: FinalState | 'queued';
  /** Whether this message had been delivered before. */
  readonly duplicate: boolean;
  readonly provider?: string;
  readonly provider_message_id?: string;
  readonly outcome?: string;
  readonly code?: string;
  readonly detail?: string;
  /** Attempts made so far. */
  readonly attempts: number;
}

/**
 * The front door for Lambda invokes: tries at once, and hands over to the queue what may be tried again.
 *
 * @throws {InvalidMessage} for what is no message: a synchronous caller sees a function error; Lambda keeps an
 * asynchronous one in the dead-letter queue
 */
export async function handleInvoke(event: unknown, deadline: number, services: CourierServices): Promise<Answer> {
  const { delivery } = services;
  const { config, now, log } = delivery;
  const message = parseMessage(
    event,
    { enteredAt: now(), fallbackId: randomUUID() },
    { ...config, ...config.delivery },
  );
  const verdict = await deliver(message, { attempt: 1, deadline }, delivery);
  const answer = {
    id: message.id,
    duplicate: false,
    attempts: verdict.attempts,
    ...(verdict.provider && { provider: verdict.provider }),
    ...(verdict.outcome && { outcome: verdict.outcome }),
    ...(verdict.messageId && { provider_message_id: verdict.messageId }),
    ...(verdict.code && { code: verdict.code }),
    ...(verdict.detail && { detail: verdict.detail }),
  };
  if (verdict.next === 'retry') {
    await (await services.queues()).send(services.queueUrl, toQueueMessage(event, message));
    log.message(message, verdict);
    return { ...answer, state: 'queued' };
  }
  await keepFailed(services, message, toQueueMessage(event, message), verdict);
  log.message(message, verdict);
  return { ...answer, state: verdict.state };
}
