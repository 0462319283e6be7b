const BASE_SECONDS = 2;
const CAP_SECONDS = 60;

/**
 * Seconds until the next attempt, 1 at least: exponential back-off with full jitter, and no more than half of what is left of the
 * message's life, so that it is not over while its provider may recover.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param lifeMs what is left, in milliseconds
 */
export function backOffSeconds(attempt: number, lifeMs: number, random: () => number): number {
  const ceiling = Math.min(CAP_SECONDS, BASE_SECONDS * 2 ** (attempt - 1));
  return Math.max(1, Math.min(Math.ceil(random() * ceiling), Math.floor(lifeMs / 2000)));
}
