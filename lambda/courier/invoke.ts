import { randomUUID } from 'node:crypto';
import { deliver, type FinalState, type Verdict } from '../deliver';
import type { MessageRow } from '../ledger/row';
import { type Message, ORIGIN, parseMessage, toQueueMessage } from '../message';
import { settle } from '../settle';
import type { CourierServices } from './services';

/** What an invoke is told. */
export interface Answer {
  /** The message's id: the sender's, or a new one. */
  readonly id: string;
  readonly state: FinalState | 'queued';
  /** Whether this message had ended before. */
  readonly duplicate: boolean;
  readonly provider?: string;
  readonly provider_message_id?: string;
  readonly outcome?: string;
  readonly code?: string;
  readonly detail?: string;
  /** Attempts made so far. */
  readonly attempts: number;
}

/** The front door's part of a message's identity. */
const INVOKE = 'invoke';

/** SQS delays a message that is sent by fifteen minutes at most. */
const MAX_DELAY_SECONDS = 900;

/**
 * The front door for Lambda invokes: tries at once, and hands over to the queue what may be tried again.
 *
 * @throws {InvalidMessage} for what is no message: a synchronous caller sees a function error; Lambda keeps an
 * asynchronous one in the dead-letter queue
 */
export async function handleInvoke(event: unknown, deadline: number, services: CourierServices): Promise<Answer> {
  const { config, now } = services.delivery;
  const message = parseMessage(
    event,
    { enteredAt: now(), fallbackId: randomUUID(), origin: INVOKE },
    { ...config, ...config.delivery },
  );
  const body = toQueueMessage(event, message);
  const delivered = await deliver(message, { receives: 1, deadline }, services.delivery);
  await settle(services, message, body, delivered);
  const { verdict } = delivered;
  if (verdict.next === 'retry') {
    const queues = await services.queues();
    const delaySeconds = Math.min(verdict.delaySeconds, MAX_DELAY_SECONDS);
    await queues.send(services.queueUrl, body, { [ORIGIN]: message.origin }, delaySeconds);
  }
  return toAnswer(message, verdict);
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
