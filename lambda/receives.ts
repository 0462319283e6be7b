/**
 * How often the queue gives a message out before it moves it to the dead letters by itself. The courier writes dead letters itself;
 * this catches messages that keep killing it.
 */
export function maxReceives(maxAttempts: number): number {
  return 3 * maxAttempts + 10;
}
