import type { Queues } from '../aws/sqs';
import { writeDeadLetter } from '../dead-letter';
import type { Delivery, Verdict } from '../deliver';
import type { Message } from '../message';
import { policyOf } from '../outcome/outcome';

/** What both front doors work with. */
export interface CourierServices {
  readonly delivery: Delivery;
  /** Loaded on first use: a message that goes well needs no SQS client. */
  readonly queues: () => Promise<Queues>;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** Writes a message that is given up, and that somebody might mend, to the dead letters, before anybody is told that it has been handled. */
export async function keepFailed(
  services: CourierServices,
  message: Message,
  body: string,
  verdict: Verdict,
): Promise<void> {
  if (verdict.next !== 'end' || verdict.state !== 'failed') return;
  const { outcome, code, detail } = verdict;
  if (outcome !== undefined && policyOf(outcome).recipientsFault) return;
  await writeDeadLetter(await services.queues(), services.deadLetterQueueUrl, {
    body,
    messageId: message.id,
    reason: detail ?? outcome ?? 'failed',
    ...(outcome && { outcome }),
    ...(code && { code }),
    expiresAt: message.expiresAt,
  });
}
