import { MAX_ITEMS } from '../../../../lambda/template/limits';
import { NUMERIC } from '../../../../lambda/template/sprig/numeric';
import { caller, errorOf, type Plain } from './call';

const call = caller(NUMERIC);

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

it.each<[string, Plain[], Plain]>([
  ['int', [2.9], 2n],
  ['int', [-2.9], -2n],
  ['int', ['1.00'], 1n],
  ['int', ['1.50'], 0n],
  ['int', ['0x1F'], 31n],
  ['int', ['017'], 15n],
  ['int64', [true], 1n],
  ['int64', [null], 0n],
  ['int64', [[1]], 0n],
  ['int64', ['9223372036854775808'], 0n],
  ['int64', [1e19], INT64_MIN],
  ['int64', [Number.NaN], INT64_MIN],
  ['float64', ['1e-3'], 0.001],
  ['float64', ['1e999'], 0],
  ['float64', ['-Inf'], -Infinity],
  ['float64', [7n], 7],
  ['float64', [{}], 0],
  ['atoi', ['12'], 12n],
  ['atoi', ['1.0'], 0n],
  ['atoi', ['9223372036854775808'], INT64_MAX],
  ['toDecimal', [777n], 511n],
  ['toDecimal', ['8'], 0n],
])('%s casts %j', (name, args, expected) => {
  expect(call(name, ...args)).toBe(expected);
});

it.each<[string, Plain[], Plain]>([
  ['add', [], 0n],
  ['add', [1.9, '2', true], 4n],
  ['add', [INT64_MAX, 1n], INT64_MIN],
  ['add1', [INT64_MAX], INT64_MIN],
  ['sub', [INT64_MIN, 1n], INT64_MAX],
  ['mul', [2n, 3n, 4n], 24n],
  ['mul', [2n ** 62n, 2n], INT64_MIN],
  ['div', [-7n, 2n], -3n],
  ['div', [INT64_MIN, -1n], INT64_MIN],
  ['mod', [-7n, 3n], -1n],
  ['max', [1n, 3n, 2n], 3n],
  ['biggest', [-1n, '-5'], -1n],
  ['min', [1n, -3n, 2n], -3n],
])('%s works on 64 bits: %j', (name, args, expected) => {
  expect(call(name, ...args)).toBe(expected);
});

it.each<[string, Plain[], Plain]>([
  ['addf', [0.1, 0.2], 0.3],
  ['addf', [1e300, 1e-300], 1e300],
  ['add1f', [0.1], 1.1],
  ['subf', [0.3, 0.1], 0.2],
  ['subf', [1.1, 1.1], 0],
  ['mulf', [1.1, 1.1], 1.21],
  ['mulf', [1e200, -1e200], -Infinity],
  ['divf', [1e-10, 3], 3.33333e-11],
  ['divf', [5e-17, 1], 1e-16],
  ['maxf', [Infinity, Number.NaN], Infinity],
  ['maxf', [1, Number.NaN], Number.NaN],
  ['minf', [-Infinity, Number.NaN], -Infinity],
  ['minf', [1, 0.5, 2], 0.5],
  ['ceil', [1.1], 2],
  ['floor', [-1.1], -2],
  ['round', [123.555555, 3n], 123.556],
  ['round', [-1.4, 0n], -2],
  ['round', [1.5, 0n, 0.6], 1],
  ['round', [1234, -2n], 1200],
  ['round', [1e308, -320n], 0],
  ['round', [1.5, 2n ** 62n], Number.NaN],
])('%s works on decimals: %j', (name, args, expected) => {
  expect(call(name, ...args)).toBe(expected);
});

it.each<[string, Plain[], Plain]>([
  ['until', [3n], [0n, 1n, 2n]],
  ['until', [-2n], [0n, -1n]],
  ['untilStep', [6n, 3n, -2n], [6n, 4n]],
  ['untilStep', [3n, 6n, -2n], []],
  ['untilStep', [0n, 3n, 0n], []],
  ['seq', [], ''],
  ['seq', [3n], '1 2 3'],
  ['seq', [3n, 1n], '3 2 1'],
  ['seq', [0n, 5n, 10n], '0 5 10'],
  ['seq', [10n, 5n, 0n], ''],
  ['seq', [INT64_MAX], ''],
])('%s counts: %j', (name, args, expected) => {
  expect(call(name, ...args)).toEqual(expected);
});

it.each<[string, Plain[], string]>([
  ['div', [1n, 0.9], 'runtime error: integer divide by zero'],
  ['mod', [1n, 'x'], 'runtime error: integer divide by zero'],
  ['divf', [1, '0'], 'decimal division by 0'],
  ['addf', ['-inf'], 'Cannot create a Decimal from -Inf'],
  ['add1f', [Number.NaN], 'Cannot create a Decimal from NaN'],
])('%s panics as Go does: %j', (name, args, expected) => {
  expect(errorOf(() => call(name, ...args))).toBe(expected);
});

it.each<[string, Plain[]]>([
  ['until', [INT64_MAX]],
  ['until', [INT64_MIN]],
  ['until', [BigInt(MAX_ITEMS + 1)]],
  ['untilStep', [INT64_MIN, INT64_MAX, 1n]],
  ['seq', [1_000_000n]],
  // it overflows before it arrives, again and again
  ['untilStep', [0n, INT64_MAX, 2n ** 62n]],
])('%s makes no list longer than the limit: %j', (name, args) => {
  expect(errorOf(() => call(name, ...args))).toMatch(/^makes a list of \d+ items; at most 100000 are allowed$/);
});

it('seq makes no text longer than the limit', () => {
  expect(errorOf(() => call('seq', INT64_MAX - 99_999n, INT64_MAX - 1n))).toMatch(/^makes a text of \d+ characters/);
});
