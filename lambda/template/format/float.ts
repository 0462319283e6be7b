import { type Decimal, exact, round, shortest, toBinary } from './decimal';
import { type Flags, PLAIN, pad, padWithSpaces, repeat } from './flags';

/** A float64 under a verb; undefined if that verb is not for floats. */
export function formatFloat(value: number, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case 'v':
      if (flags === PLAIN && isWrittenAlike(value)) return String(value);
      return layOut(value, 'g', flags, undefined);
    case 'g':
    case 'G':
    case 'b':
    case 'x':
    case 'X':
      return layOut(value, verb, flags, undefined);
    case 'e':
    case 'E':
    case 'f':
      return layOut(value, verb, flags, 6);
    case 'F':
      return layOut(value, 'f', flags, 6);
    default:
      return undefined;
  }
}

/** Whether JavaScript writes the number as `%v` does: both write the fewest digits, and neither an exponent in this range. */
function isWrittenAlike(value: number): boolean {
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e6;
}

function layOut(value: number, verb: string, flags: Flags, defaultPrecision: number | undefined): string {
  const precision = flags.precision ?? defaultPrecision;
  const negative = value < 0 || Object.is(value, -0);
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  if (Number.isNaN(value)) return padWithSpaces(`${sign}NaN`, flags);
  if (!Number.isFinite(value)) return padWithSpaces(`${sign || '+'}Inf`, flags);
  let number = write(value, verb, precision);
  if (flags.sharp && verb !== 'b') number = keepZeros(number, verb, precision);
  const { width, zero } = flags;
  return zero && width !== undefined
    ? sign + repeat('0', width - sign.length - number.length) + number
    : pad(sign + number, flags);
}

/** The number without its sign, as Go's `strconv.FormatFloat` writes it. */
function write(value: number, verb: string, precision: number | undefined): string {
  switch (verb) {
    case 'b':
      return writeBinary(value);
    case 'x':
      return writeHex(value, precision);
    case 'X':
      return writeHex(value, precision).toUpperCase();
    case 'f':
      return writeFixed(value, precision as number);
    case 'e':
    case 'E':
      return writeExponent(round(exact(value), (precision as number) + 1), precision as number, verb);
    default:
      return writeGeneral(value, precision, verb === 'g' ? 'e' : 'E');
  }
}

function writeFixed(value: number, precision: number): string {
  const decimal = exact(value);
  return placePoint(round(decimal, decimal.point + precision), precision);
}

function placePoint({ digits, point }: Decimal, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (precision === 0) return whole;
  const fraction = (repeat('0', Math.min(-point, precision)) + digits.slice(Math.max(point, 0))).slice(0, precision);
  return `${whole}.${fraction}${repeat('0', precision - fraction.length)}`;
}

function writeExponent({ digits, point }: Decimal, precision: number, letter: string): string {
  const first = digits.charAt(0) || '0';
  const rest = digits.slice(1);
  const fraction = precision > 0 ? `.${rest}${repeat('0', precision - rest.length)}` : '';
  return `${first}${fraction}${letter}${exponentOf(digits === '' ? 0 : point - 1)}`;
}

function exponentOf(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** `%e` for exponents that are far from zero, else `%f`. */
function writeGeneral(value: number, precision: number | undefined, letter: string): string {
  const decimal = precision === undefined ? shortest(value) : round(exact(value), precision || 1);
  const { digits, point } = decimal;
  const fromExponent =
    precision === undefined ? 6 : precision > digits.length && digits.length >= point ? digits.length : precision || 1;
  const exponent = point - 1;
  return exponent < -4 || exponent >= fromExponent
    ? writeExponent(decimal, digits.length - 1, letter)
    : placePoint(decimal, Math.max(digits.length - point, 0));
}

function writeBinary(value: number): string {
  const { mantissa, exponent } = toBinary(value);
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

const HEX_DIGITS = 13;

function writeHex(value: number, precision: number | undefined): string {
  let { mantissa, exponent } = toBinary(value);
  if (mantissa === 0n) exponent = -52;
  else
    while (mantissa < 1n << 52n) {
      mantissa <<= 1n;
      exponent--;
    }
  exponent += 52;
  if (precision !== undefined && precision < HEX_DIGITS)
    mantissa = roundHex(mantissa, BigInt(4 * (HEX_DIGITS - precision)));
  if (mantissa >= 1n << 53n) {
    mantissa >>= 1n;
    exponent++;
  }
  const digits = mantissa.toString(16).padStart(HEX_DIGITS + 1, '0');
  const fraction =
    precision === undefined
      ? digits.slice(1).replace(/0+$/, '')
      : digits.slice(1, 1 + precision) + repeat('0', precision - HEX_DIGITS);
  return `0x${digits.charAt(0)}${fraction && `.${fraction}`}p${exponentOf(exponent)}`;
}

/** Clears the lowest bits, a half rounded to the even neighbour. */
function roundHex(mantissa: bigint, count: bigint): bigint {
  const kept = mantissa >> count;
  const rest = mantissa & ((1n << count) - 1n);
  const half = 1n << (count - 1n);
  return (rest > half || (rest === half && (kept & 1n) === 1n) ? kept + 1n : kept) << count;
}

/** `#`: always a point, and for `%g` the zeros up to the precision. */
function keepZeros(number: string, verb: string, precision: number | undefined): string {
  const end = number.search(verb === 'x' || verb === 'X' ? /p/i : /e/i);
  const body = end < 0 ? number : number.slice(0, end);
  const tail = end < 0 ? '' : number.slice(end);
  const hasPoint = body.includes('.');
  let missing = 0;
  if (verb === 'g' || verb === 'G' || verb === 'x') {
    // Go counts all that follows the first character but 0, the x of 0x included
    missing = (precision ?? 6) - body.replace('.', '').replace(/^0+/, '').length;
    if (body === '0') missing--;
  }
  return `${body}${hasPoint ? '' : '.'}${repeat('0', missing)}${tail}`;
}
