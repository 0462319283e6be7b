import type { RedactAnswer } from '../contract';
import { maskText } from '../phone';
import type { Invocation } from './invocation';
import { InvalidRequest } from './request';
import type { CourierServices } from './services';

/** Kept of the invocation for what is at work when the time is up, and to show the rest of the letters again. */
const RESERVE_MS = 5_000;
/** However long the invocation may last: meanwhile the letters are hidden from an operator. */
const LONGEST_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Redacts the dead letters that have expired, as many as there is time for: the next hour goes on.
 *
 * @throws {InvalidRequest} if the courier leaves that to others @throws if the queue or a letter in it does not do what is asked of it
 */
export async function redactExpired({ deadline }: Invocation, services: CourierServices): Promise<RedactAnswer> {
  const { redact, deadLetterQueueUrl: queueUrl, delivery } = services;
  if (redact === undefined)
    throw new InvalidRequest(
      'redact: this courier is deployed with retention.redactExpired off; turn it on, or run "sms-courier dead-letters redact"',
    );
  const { config, log, now } = delivery;
  const end = Math.min(deadline, now() + RESERVE_MS + LONGEST_MS);
  let redacted = 0;
  let complete = false;
  try {
    complete = await redact({
      queueUrl,
      hiddenSeconds: Math.max(1, Math.ceil((end - now()) / 1000)),
      signal: {
        get aborted() {
          return now() >= end - RESERVE_MS;
        },
      },
      mask: (recipient) => maskText(recipient, config.defaultCountry),
      defaultLifeMs: config.delivery.defaultTtlSeconds * 1000,
      longestLifeMs: config.delivery.queueDays * DAY_MS,
      now,
      onRedacted: () => {
        redacted += 1;
      },
    });
  } finally {
    log.redacted(redacted, complete);
  }
  return { redacted, complete };
}
