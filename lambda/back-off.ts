const BASE_SECONDS = 2;
const CAP_SECONDS = 60;

/**
 * Seconds until the next attempt, 1 at least: exponential back-off with full jitter.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backOffSeconds(attempt: number, random: () => number): number {
  const ceiling = Math.min(CAP_SECONDS, BASE_SECONDS * 2 ** (attempt - 1));
  return Math.max(1, Math.ceil(random() * ceiling));
}
