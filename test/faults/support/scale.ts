/** Whether the suite runs at its full size, `npm run test:faults -- --long`, or in a short form that a change can wait for. */
const isLong = process.env['FAULTS'] === 'long';

export function scaled<T>(short: T, long: T): T {
  return isLong ? long : short;
}

/** Random numbers that a seed decides: https://github.com/cprosche/mulberry32 */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a test saw, on one line. */
export function report(test: string, counts: Readonly<Record<string, string | number>>): void {
  const figures = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  process.stderr.write(`${test}: ${figures.join(', ')}\n`);
}
