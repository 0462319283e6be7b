import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that each of the calls took. */
export type Latencies = readonly number[];

/**
 * Calls at a steady rate, whether or not earlier calls have ended, so that a slow one delays no other.
 *
 * @throws what a call rejects with
 */
export async function atRate(
  perSecond: number,
  seconds: number,
  call: (index: number) => Promise<void>,
): Promise<Latencies> {
  const calls: Promise<number>[] = [];
  const begun = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const due = begun + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    calls.push(timed(() => call(index)));
  }
  return Promise.all(calls);
}

async function timed(call: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await call();
  return performance.now() - begun;
}
