/** Milliseconds; megabytes at the end. */
export interface ColdStart {
  readonly load: number;
  readonly first: number;
  readonly second: number;
  readonly rss: number;
}

/** Latencies in milliseconds, from asking to the result. */
export interface Speed {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Resident megabytes of the process over a run. */
export interface Memory {
  readonly evaluations: number;
  readonly start: number;
  readonly middle: number;
  readonly end: number;
  readonly seconds: number;
}
