const BASE_SECONDS = 2;
const CAP_SECONDS = 60;
/** SQS keeps a message invisible for twelve hours at most. */
const MAX_VISIBILITY_SECONDS = 43_200;

/**
 * Seconds until the next attempt: exponential back-off with full jitter, never less than the provider asks for.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backOffSeconds(attempt: number, retryAfterSeconds: number | undefined, random: () => number): number {
  const ceiling = Math.min(CAP_SECONDS, BASE_SECONDS * 2 ** (attempt - 1));
  return Math.min(MAX_VISIBILITY_SECONDS, Math.max(1, Math.ceil(random() * ceiling), retryAfterSeconds ?? 0));
}
