import fc from 'fast-check';
import { backOffSeconds } from '../../lambda/back-off';

const MINUTE_MS = 60_000;

/** When each attempt is made, in seconds since the first, while all of them fail at once. */
function attemptsOf(maxAttempts: number, lifeMs: number, random: () => number): number[] {
  const times = [0];
  for (let attempt = 1; attempt < maxAttempts; attempt++) {
    const at = times.at(-1) as number;
    times.push(at + backOffSeconds({ attempt, left: maxAttempts - attempt, lifeMs: lifeMs - at * 1000 }, random));
  }
  return times;
}

const chances = (length: number) =>
  fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: length, maxLength: length });
const inTurn = (values: readonly number[]) => {
  let index = 0;
  return () => values[index++] as number;
};

it('doubles, and half of it is jitter', () => {
  const most = attemptsOf(10, 60 * MINUTE_MS, () => 1);
  const least = attemptsOf(10, 60 * MINUTE_MS, () => 0);
  const between = (times: number[]) => times.slice(1, 7).map((time, index) => time - (times[index] as number));
  expect(between(most)).toEqual([2, 4, 8, 16, 32, 64]);
  expect(between(least)).toEqual([1, 2, 4, 8, 16, 32]);
});

it.each([
  [5, 90],
  [10, 250],
  [15, 350],
  [60, 450],
])(
  'ten attempts last through most of the outage of a provider, whatever the dice say: a life of %d minutes, %d s',
  (minutes, seconds) => {
    fc.assert(
      fc.property(chances(9), (dice) => {
        const last = attemptsOf(10, minutes * MINUTE_MS, inTurn(dice)).at(-1) as number;
        expect(last).toBeGreaterThanOrEqual(seconds);
        expect(last).toBeLessThan(minutes * 60);
      }),
    );
  },
);

it('a few attempts are made soon: somebody waits for the code', () => {
  expect(attemptsOf(3, 15 * MINUTE_MS, () => 1)).toEqual([0, 2, 6]);
});

it('is a second at least, and never more than half of the life that is left', () => {
  fc.assert(
    fc.property(
      fc.record({
        attempt: fc.integer({ min: 1, max: 100 }),
        left: fc.integer({ min: 1, max: 99 }),
        lifeMs: fc.integer({ min: 1, max: 172_800_000 }),
      }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (waiting, chance) => {
        const seconds = backOffSeconds(waiting, () => chance);
        expect(Number.isInteger(seconds) && seconds >= 1).toBe(true);
        expect(seconds).toBeLessThanOrEqual(Math.max(1, waiting.lifeMs / 2000));
      },
    ),
  );
});
