import { INT, INT64 } from '../../../../lambda/template/go-type';
import { DATES } from '../../../../lambda/template/sprig/dates';
import { add, fromUnix, toTime, ZERO } from '../../../../lambda/template/time/instant';
import { LOCAL, UTC } from '../../../../lambda/template/time/location';
import { TIME_METHODS } from '../../../../lambda/template/time/methods';
import { GoInt, type GoStruct, type Value } from '../../../../lambda/template/value';
import { errorOf } from './call';

const call = (name: string, ...args: readonly Value[]): Value | undefined => DATES[name]?.call(...args);
const text = (time: Value | undefined) => TIME_METHODS['String']?.call(time as GoStruct);
const int = (value: bigint) => new GoInt(value, INT);
const int64 = (value: bigint) => new GoInt(value, INT64);

const NOW = 1_700_000_000_750;
const START = toTime(fromUnix(1_699_996_399n, 250_000_000, UTC));

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
});
afterEach(() => {
  jest.restoreAllMocks();
});

it.each<[string, Value, string]>([
  ['a time', START, '1h0m2s'],
  ['a time to come', toTime(fromUnix(1_700_000_060n, 0, UTC)), '-59s'],
  ['an int of Unix seconds', int(1_699_999_999n), '2s'],
  ['an int64 of Unix seconds', int64(1_700_000_000n), '1s'],
  ['the zero time, which is too long ago', toTime(ZERO), '2562047h47m16.854775807s'],
  ['a float64', 1_699_999_999, '0s'],
  ['text', '2023', '0s'],
  ['nil', null, '0s'],
])('ago tells how long ago %s is, to the second', (_, value, expected) => {
  expect(call('ago', value)).toBe(expected);
});

it.each<[Value, string]>([
  ['95', '1m35s'],
  ['-5', '-5s'],
  ['1.5', '0s'],
  [int64(3_661n), '1h1m1s'],
  [int(95n), '0s'],
  [95, '0s'],
  [null, '0s'],
  ['9223372037', '-2562047h47m16.709551616s'],
])('duration takes text and int64 for seconds: %#', (value, expected) => {
  expect(call('duration', value)).toBe(expected);
});

it.each<[Value, string]>([
  ['2h5s', '2h'],
  ['1h', '60m'],
  ['25h', '1d'],
  ['721h', '1mo'],
  ['8761h', '1y'],
  ['-8761h', '1y'],
  ['1s', '0s'],
  ['x', '0s'],
  [int64(3_600_000_000_001n), '1h'],
  [int(3_600_000_000_001n), '0s'],
  [START, '1h'],
])('durationRound gives whole units of one kind: %#', (value, expected) => {
  expect(call('durationRound', value)).toBe(expected);
});

it('reads dates by the example that the layout is', () => {
  expect(text(call('toDate', '2006-01-02 15:04', '2024-02-29 23:59'))).toBe('2024-02-29 23:59:00 +0000 UTC');
  expect(text(call('mustToDate', '2 Jan 06 -0700', '29 feb 24 +0530'))).toBe('2024-02-29 00:00:00 +0530 +0530');
});

it('toDate gives the zero time for what mustToDate refuses', () => {
  expect(call('toDate', '2006-01-02', '2023-02-29')).toEqual(toTime(ZERO));
  expect(errorOf(() => call('mustToDate', '2006-01-02', '2023-02-29'))).toBe(
    'parsing time "2023-02-29": day out of range',
  );
});

it.each(['mustDateModify', 'must_date_modify'])('%s moves a time by a duration', (name) => {
  expect(call(name, '-1h30m', START)).toEqual(
    toTime(add(fromUnix(1_699_996_399n, 250_000_000, UTC), -5_400_000_000_000n)),
  );
  expect(errorOf(() => call(name, '1 day', START))).toBe('time: unknown unit " day" in duration "1 day"');
});

it('unixEpoch gives seconds since 1970 as text', () => {
  expect(call('unixEpoch', START)).toBe('1699996399');
  expect(call('unixEpoch', toTime(ZERO))).toBe('-62135596800');
});

it('keeps what is wrong with our own code visible', () => {
  expect(() => call('toDate', '2006', undefined as unknown as Value)).toThrow(TypeError);
});

it('takes its own place for UTC', () => {
  expect(call('toDate', '2006', '1970')).toEqual(toTime(fromUnix(0n, 0, LOCAL)));
});
