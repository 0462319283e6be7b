import { parseDecimalLoosely, parseFloat64, parseInteger, parseOctal } from '../../../lambda/template/strconv';

it.each<[string, bigint | undefined]>([
  ['0', 0n],
  ['-42', -42n],
  ['+0x1f', 31n],
  ['0B101', 5n],
  ['0o17', 15n],
  ['017', 15n],
  ['0_7', 7n],
  ['1_000', 1000n],
  ['0x_F', 15n],
  ['99999999999999999999', 99999999999999999999n],
  ['', undefined],
  ['-', undefined],
  ['08', undefined],
  ['0x', undefined],
  ['_1', undefined],
  ['1_', undefined],
  ['1__0', undefined],
  ['1 ', undefined],
  ['1\n', undefined],
  ['9'.repeat(1_000_000), undefined],
])('reads the integer literal %#: %.30s', (text, expected) => {
  expect(parseInteger(text)).toBe(expected);
});

it.each<[string, number | undefined]>([
  ['1.5', 1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['-1E3', -1000],
  ['1_0.5_0e1_0', 10.5e10],
  ['iNf', Infinity],
  ['-infinity', -Infinity],
  ['NaN', Number.NaN],
  ['0x1.8p3', 12],
  ['-0x0p0', -0],
  ['0X1_F.8p1_0', 32256],
  // halves between two numbers
  ['0x1.00000000000008p0', 1],
  ['0x1.00000000000018p0', 1 + 2 ** -51],
  ['0x1.000000000000080001p0', 1 + 2 ** -52],
  ['0x1p-1075', 0],
  ['0x1.8p-1075', 2 ** -1074],
  ['0x1p1023', 2 ** 1023],
  ['0x1p1024', undefined],
  ['1e400', undefined],
  ['1e-400', 0],
  ['0x1p99999999999', undefined],
  ['0x1p-99999999999', 0],
  ['0x1', undefined],
  ['0x.p1', undefined],
  ['1e_5', undefined],
  ['1_e5', undefined],
  ['+nan', undefined],
  ['infi', undefined],
  ['.', undefined],
  ['', undefined],
  ['１', undefined],
])('reads the float literal %j', (text, expected) => {
  expect(parseFloat64(text)).toBe(expected);
});

it.each<[string, bigint | undefined]>([
  ['-777', -511n],
  ['0777', 511n],
  ['8', undefined],
  ['0o7', undefined],
  ['', undefined],
  ['777777777777777777777', 2n ** 63n - 1n],
  ['1000000000000000000000', undefined],
])('reads the octal number %j', (text, expected) => {
  expect(parseOctal(text)).toBe(expected);
});

it.each<[string, bigint]>([
  ['12', 12n],
  ['-0012', -12n],
  ['1x', 0n],
  ['', 0n],
  ['0x10', 0n],
  ['9223372036854775808', 2n ** 63n - 1n],
  ['-9223372036854775809', -(2n ** 63n)],
  ['18446744073709551615x', 0n],
  ['18446744073709551616x', 2n ** 63n - 1n],
  ['-99999999999999999999', -(2n ** 63n)],
])('reads the decimal number %j, errors aside', (text, expected) => {
  expect(parseDecimalLoosely(text)).toBe(expected);
});
