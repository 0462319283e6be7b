const BASE_SECONDS = 2;
const LONG_SECONDS = 60;

/** The attempts that are left are spread over the life that is left, over that much of it at most, in seconds. */
const SPREAD_SECONDS = 900;

/** A message whose attempt has failed. */
export interface Waiting {
  /** Requests made for it so far, 1 at least. */
  readonly attempt: number;
  /** Requests that may be made for it yet, 1 at least. */
  readonly left: number;
  /** What is left of its life, in milliseconds. */
  readonly lifeMs: number;
}

/**
 * Seconds until the next attempt, 1 at least: exponential back-off, of which half is jitter. By full jitter one message in five hundred
 * would have had its ten attempts within a minute. From a minute on the attempts are spread over the life of the message instead, so
 * that a provider that is down for minutes costs none; no back-off is more than half of that life.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("equal jitter")
 */
export function backOffSeconds({ attempt, left, lifeMs }: Waiting, random: () => number): number {
  const life = lifeMs / 1000;
  const spread = Math.min(life, SPREAD_SECONDS) / (left + 1);
  const ceiling = Math.min(BASE_SECONDS * 2 ** (attempt - 1), Math.max(LONG_SECONDS, spread));
  const seconds = Math.ceil((ceiling * (1 + random())) / 2);
  return Math.max(1, Math.min(seconds, Math.floor(life / 2)));
}
