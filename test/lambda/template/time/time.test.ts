import { MAX_STRING } from '../../../../lambda/template/limits';
import { parseDuration, roundDuration } from '../../../../lambda/template/time/duration';
import { formatTime, toGoText, toText } from '../../../../lambda/template/time/format';
import {
  add,
  compareInstants,
  fromCivil,
  fromUnix,
  type Instant,
  readClock,
  subtract,
  toUnix,
} from '../../../../lambda/template/time/instant';
import { fixedZone, LOCAL, UTC } from '../../../../lambda/template/time/location';
import { parseTime } from '../../../../lambda/template/time/parse';
import fc from '../../../support/fast-check';
import { growth } from '../../../support/growth';
import { errorOf } from '../sprig/call';

const RFC3339 = '2006-01-02T15:04:05.999999999Z07:00';

/** Years 1 to 9999, anywhere between 12 h west and 14 h east. */
const instants: fc.Arbitrary<Instant> = fc
  .record({
    unix: fc.bigInt({ min: -62_135_510_400n, max: 253_402_214_400n }),
    nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
    minutes: fc.integer({ min: -720, max: 840 }),
  })
  .map(({ unix, nanoseconds, minutes }) =>
    fromUnix(unix, nanoseconds, fixedZone({ name: minutes === 60 ? 'CET' : '', offset: minutes * 60 })),
  );

it('shows the date that JavaScript shows', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      const unix = Math.floor(date.getTime() / 1000);
      const instant = fromUnix(BigInt(unix), (date.getTime() - unix * 1000) * 1_000_000, UTC);
      expect(formatTime(instant, '2006-01-02T15:04:05.000Z07:00')).toBe(date.toISOString());
      expect(readClock(instant).weekday).toBe(date.getUTCDay());
    }),
  );
});

it('reads what it writes', () => {
  fc.assert(
    fc.property(instants, (instant) => {
      const read = parseTime(RFC3339, formatTime(instant, RFC3339));
      expect(compareInstants(read, instant)).toBe(0);
      expect(formatTime(read, RFC3339)).toBe(formatTime(instant, RFC3339));
    }),
  );
});

it('reads any layout of all elements', () => {
  fc.assert(
    fc.property(
      instants,
      fc.constantFrom('January', 'Jan', '1', '01'),
      fc.constantFrom('2', '_2', '02'),
      fc.constantFrom('Monday', 'Mon'),
      fc.constantFrom('3:04:05.000000000PM', '03:04:05,999999999 pm', '15:04:05.999999999'),
      fc.constantFrom('-070000', '-07:00:00', 'Z07:00:00', '-0700', 'Z07:00'),
      (instant, month, day, weekday, clock, zone) => {
        const layout = `${weekday} ${day} ${month} 2006 ${clock} ${zone}`;
        expect(compareInstants(parseTime(layout, formatTime(instant, layout)), instant)).toBe(0);
      },
    ),
  );
});

it('counts years, months and days that are too many for the next larger unit', () => {
  const civil = { year: 2024n, seconds: 0, nanoseconds: 0 };
  expect(toText(fromCivil({ ...civil, month: 14n, day: 31n }, UTC))).toBe('2025-03-03 00:00:00 +0000 UTC');
  expect(toText(fromCivil({ ...civil, month: 0n, day: 0n }, UTC))).toBe('2023-11-30 00:00:00 +0000 UTC');
  expect(toText(fromCivil({ ...civil, month: -11n, day: 1n }, LOCAL))).toBe('2023-01-01 00:00:00 +0000 UTC');
});

it('knows the ends of what it can tell', () => {
  const last = fromUnix(2n ** 63n - 1n - 62_135_596_800n, 0, UTC);
  expect(add(last, 5_000_000_000n).seconds).toBe(2n ** 63n - 1n);
  expect(subtract(last, fromUnix(0n, 0, UTC))).toBe(2n ** 63n - 1n);
  expect(subtract(fromUnix(0n, 0, UTC), last)).toBe(-(2n ** 63n));
  expect(toUnix(add(fromUnix(0n, 1, UTC), -2n))).toBe(-1n);
});

it.each([
  ['UTC', UTC, 'time.UTC'],
  ['the local place', LOCAL, 'time.Local'],
  ['a zone', fixedZone({ name: 'CET', offset: 0 }), 'time.Location("CET")'],
])('writes a time in %s as Go code', (_, location, expected) => {
  expect(toGoText(fromUnix(0n, 5, location))).toBe(`time.Date(1970, time.January, 1, 0, 0, 0, 5, ${expected})`);
});

it('fills layouts of other alphabets, and of bytes that are no text', () => {
  const time = fromUnix(0n, 0, UTC);
  expect(formatTime(time, '2006年1月2日')).toBe('1970年1月1日');
  expect(formatTime(time, '\udcff06')).toBe('\udcff70');
  expect(parseTime('2006年1月2日', '1970年1月1日').seconds).toBe(time.seconds);
});

it('makes no text longer than the limit', () => {
  const name = `+${'0'.repeat(10_000)}3`;
  const time = parseTime('MST', name);
  expect(formatTime(time, 'MST')).toBe(name);
  expect(errorOf(() => formatTime(time, 'MST'.repeat(10_000)))).toMatch(/^makes a text of \d+ characters/);
  expect(errorOf(() => formatTime(time, '2006-'.repeat(MAX_STRING / 4)))).toMatch(/^makes a text of \d+ characters/);
});

it.each<[what: string, argumentsOf: (size: number) => [layout: string, text: string]]>([
  ['a layout of spaces', (size) => [' '.repeat(size), '']],
  ['a layout of zeros', (size) => ['0'.repeat(size), '0'.repeat(size)]],
  ['a fraction of a million digits', (size) => [`.${'0'.repeat(size)}5`, '.']],
  ['a value of a million digits', (size) => ['05', `05.${'1'.repeat(size)}`]],
  ['a layout of a million elements', (size) => ['05'.repeat(size), `${'05'.repeat(size - 1)}05.5`]],
])('takes time by the length of what it reads, and not by its square: %s', async (_, argumentsOf) => {
  const read = (size: number) => {
    try {
      parseTime(...argumentsOf(size));
    } catch (error) {
      expect((error as Error).message).toMatch(/^parsing time/);
    }
  };
  expect(await growth(read, 100_000, 10)).toBeLessThan(50);
});

it.each([
  ['1h30m', 5_400_000_000_000n],
  ['-1.5h', -5_400_000_000_000n],
  ['1\u00b5s1\u03bcs1us', 3_000n],
  ['.5s', 500_000_000n],
  ['0', 0n],
  ['0.3333333333333333333h', 1_200_000_000_000n],
  ['-9223372036854775808ns', -(2n ** 63n)],
  ['9223372036854775808ns9223372036854775808ns', 0n],
])('reads the duration %s', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

it.each([
  ['', 'time: invalid duration ""'],
  ['.s', 'time: invalid duration ".s"'],
  ['1', 'time: missing unit in duration "1"'],
  ['1é', String.raw`time: unknown unit "\xc3\xa9" in duration "1\xc3\xa9"`],
  ['1"', String.raw`time: unknown unit "\"" in duration "1\""`],
  ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
  ['3000000h', 'time: invalid duration "3000000h"'],
  ['2562047.999h', 'time: invalid duration "2562047.999h"'],
  ['9223372036854775808ns1ns', 'time: invalid duration "9223372036854775808ns1ns"'],
])('refuses the duration %j', (text, expected) => {
  expect(errorOf(() => parseDuration(text))).toBe(expected);
});

it('rounds durations to the nearest multiple, a half away from zero', () => {
  expect(roundDuration(1_500n, 1_000n)).toBe(2_000n);
  expect(roundDuration(-1_500n, 1_000n)).toBe(-2_000n);
  expect(roundDuration(1_499n, 1_000n)).toBe(1_000n);
  expect(roundDuration(1_499n, 0n)).toBe(1_499n);
  expect(roundDuration(2n ** 63n - 1n, 1_000n)).toBe(2n ** 63n - 1n);
});
