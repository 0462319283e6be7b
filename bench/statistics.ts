export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
}

export function summarize(values: readonly number[]): Summary {
  return { min: Math.min(...values), median: median(values), p95: percentile(values, 95) };
}

export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that at least so many percent do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  return ascending(values)[Math.ceil((values.length * percent) / 100) - 1] ?? Number.NaN;
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
