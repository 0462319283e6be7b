import type { Queues } from './aws/sqs';
import { ATTRIBUTE } from './message';

/** SQS allows attribute values of any length within the message; a reason that fills a screen helps nobody. */
const MAX_REASON = 500;

export interface DeadLetter {
  /** The message's body as it came in. */
  readonly body: string;
  readonly messageId: string;
  /** The front door that it came in by first: part of its identity. */
  readonly origin: string;
  /** Milliseconds since the epoch at which that front door took it. */
  readonly enteredAt: number;
  readonly reason: string;
  readonly outcome?: string;
  readonly code?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** Keeps what is given up where an operator can mend and replay it: the body unchanged, the reason in attributes. */
export async function writeDeadLetter(queues: Queues, queueUrl: string, letter: DeadLetter): Promise<void> {
  const { body, messageId, origin, enteredAt, reason, outcome, code, expiresAt } = letter;
  await queues.send(queueUrl, body, {
    [ATTRIBUTE.messageId]: messageId,
    [ATTRIBUTE.origin]: origin,
    [ATTRIBUTE.enteredAt]: new Date(enteredAt).toISOString(),
    reason: reason.slice(0, MAX_REASON),
    ...(outcome && { outcome }),
    ...(code && { code }),
    ...(expiresAt === undefined ? {} : { [ATTRIBUTE.expiresAt]: new Date(expiresAt).toISOString() }),
  });
}
