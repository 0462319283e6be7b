const LONGEST_MS = 300_000;

/** What may be given as a time to wait. */
export const DURATIONS = 'a time up to 5m, such as 10s or 500ms';

/** Milliseconds of a time such as `500ms`, `10s` or `5m`; undefined if it is none or too long. */
export function readDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (unit === 'ms' ? 1 : unit === 's' ? 1_000 : 60_000);
  return milliseconds <= LONGEST_MS ? milliseconds : undefined;
}
