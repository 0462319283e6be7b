import type { Queues } from './aws/sqs';
import { ORIGIN } from './message';

/** SQS allows attribute values of any length within the message; a reason that fills a screen helps nobody. */
const MAX_REASON = 500;

export interface DeadLetter {
  /** The message's body as it came in. */
  readonly body: string;
  readonly messageId: string;
  /** The front door that it came in by first: part of its identity. */
  readonly origin?: string;
  readonly reason: string;
  readonly outcome?: string;
  readonly code?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** Keeps what is given up where an operator can mend and replay it: the body unchanged, the reason in attributes. */
export async function writeDeadLetter(queues: Queues, queueUrl: string, letter: DeadLetter): Promise<void> {
  const { body, messageId, origin, reason, outcome, code, expiresAt } = letter;
  await queues.send(queueUrl, body, {
    message_id: messageId,
    reason: reason.slice(0, MAX_REASON),
    ...(origin && { [ORIGIN]: origin }),
    ...(outcome && { outcome }),
    ...(code && { code }),
    ...(expiresAt === undefined ? {} : { expires_at: new Date(expiresAt).toISOString() }),
  });
}
