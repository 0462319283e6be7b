/** Processor time is counted in steps; below this, in microseconds, it says little. */
const LEAST = 5_000;

/**
 * How many times as long something takes on so many times as much, by the processor time of this process, the least of three runs of each:
 * at most about as many times where it is linear, the square of that where it is quadratic.
 */
export async function growth(run: (size: number) => unknown, size: number, times: number): Promise<number> {
  const small = await leastTime(run, size);
  return (await leastTime(run, size * times)) / Math.max(small, LEAST);
}

async function leastTime(run: (size: number) => unknown, size: number): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage();
    await run(size);
    taken.push(process.cpuUsage(before).user);
  }
  return Math.min(...taken);
}
