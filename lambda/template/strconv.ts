/** Go's readers of numbers: https://pkg.go.dev/strconv#ParseInt and #ParseFloat. */

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** No 64 bits hold more digits than these of base 2. */
const MAX_DIGITS = 64;

/** An integer literal of any base, whatever its size up to 64 digits: `ParseInt` of base 0. Undefined if it is none. */
export function parseInteger(text: string): bigint | undefined {
  const match = /^([+-]?)(0[box](?=.)|0(?=.)|)(.*)$/is.exec(text);
  const plain = withoutUnderscores(text);
  if (match === null || plain === undefined) return undefined;
  const [, sign, prefix = '', digits = ''] = match;
  const base = prefix === '0' ? '0o' : prefix.toLowerCase();
  return toInteger(sign, base, digits.replaceAll('_', ''));
}

/** `ParseInt` of base 8 and 64 bits; undefined where it fails. */
export function parseOctal(text: string): bigint | undefined {
  const [, sign, digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const value = toInteger(sign, '0o', digits);
  return value !== undefined && isInt64(value) ? value : undefined;
}

/** What `ParseInt` of base 10 gives beside its error: 0 for what is no number, and the nearest int64 for one that is too large. */
export function parseDecimalLoosely(text: string): bigint {
  const [, sign, digits = '', rest] = /^([+-]?)0*([0-9]*)(.*)$/s.exec(text) ?? [];
  if (!/^[+-]?[0-9]/.test(text)) return 0n;
  // it gives up at the first digit that is too much, and never sees what follows
  const size = digits.length > 20 ? UINT64_MAX + 1n : BigInt(digits || '0');
  if (rest !== '' && size <= UINT64_MAX) return 0n;
  const value = sign === '-' ? -size : size;
  return value < INT64_MIN ? INT64_MIN : value > INT64_MAX ? INT64_MAX : value;
}

export function isInt64(value: bigint): boolean {
  return value >= INT64_MIN && value <= INT64_MAX;
}

const DIGITS: Readonly<Record<string, RegExp>> = {
  '': /^[0-9]+$/,
  '0b': /^[01]+$/,
  '0o': /^[0-7]+$/,
  '0x': /^[0-9a-fA-F]+$/,
};

function toInteger(sign: string | undefined, base: string, digits: string): bigint | undefined {
  if (DIGITS[base]?.test(digits) !== true) return undefined;
  const significant = digits.replace(/^0+/, '');
  if (significant.length > MAX_DIGITS) return undefined;
  const size = BigInt(significant === '' ? 0 : base + significant);
  return sign === '-' ? -size : size;
}

const DECIMAL = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i;
const HEXADECIMAL = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?[0-9]+)$/i;
const INFINITY = /^[+-]?inf(inity)?$/i;

/** `ParseFloat` of 64 bits; undefined where it fails, as for what is too large. */
export function parseFloat64(text: string): number | undefined {
  if (INFINITY.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  const plain = withoutUnderscores(text);
  if (plain === undefined) return undefined;
  const hexadecimal = HEXADECIMAL.exec(plain);
  if (hexadecimal === null && !DECIMAL.test(plain)) return undefined;
  const value = hexadecimal === null ? Number(plain) : fromHexadecimal(hexadecimal);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** Underscores may stand one at a time, between digits or after the prefix. */
function withoutUnderscores(text: string): string | undefined {
  if (!text.includes('_')) return text;
  const body = text.replace(/^[+-]?(0[box])?/i, '');
  const wrong = /^[+-]?0x/i.test(text) ? /[^0-9a-f]_|_([^0-9a-f]|$)/i : /[^0-9]_|_([^0-9]|$)/;
  const hasPrefix = /^[+-]?0[box]/i.test(text);
  if (wrong.test(body) || (body.startsWith('_') && !hasPrefix)) return undefined;
  return text.replaceAll('_', '');
}

/** Of mantissa, fraction and exponent; a half rounded to the even neighbour. */
function fromHexadecimal([, sign, whole = '', fraction = '', power = '']: readonly string[]): number | undefined {
  if (whole + fraction === '') return undefined;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  const exponent = Number(power) - 4 * fraction.length;
  const size = mantissa === 0n ? 0 : scale(mantissa, exponent);
  return sign === '-' ? -size : size;
}

function scale(mantissa: bigint, exponent: number): number {
  const top = mantissa.toString(2).length + exponent;
  if (top > 1024) return Infinity;
  if (top < -1074) return 0;
  const unit = Math.max(top - 53, -1074);
  const dropped = BigInt(Math.max(unit - exponent, 0));
  const kept = mantissa >> dropped;
  const rest = mantissa - (kept << dropped);
  const twice = rest * 2n;
  const one = 1n << dropped;
  const isUp = dropped > 0n && (twice > one || (twice === one && (kept & 1n) === 1n));
  // both factors are exact, and so are both products
  const at = dropped > 0n ? unit : exponent;
  const half = Math.trunc(at / 2);
  return Number(isUp ? kept + 1n : kept) * 2 ** half * 2 ** (at - half);
}
