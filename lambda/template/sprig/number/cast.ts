import { isInt64, parseFloat64, parseInteger } from '../../strconv';
import { GoInt, type Value } from '../../value';

/** https://github.com/spf13/cast as sprig uses it: what is no number is 0. */

/** Integer types that are cast as the numbers that they are; a `time.Duration` is none of them. */
const CAST = new Set([
  'int',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'time.Month',
  'time.Weekday',
]);

/** As an int64, which is what Go's int is too. */
export function toInt64(value: Value): bigint {
  switch (typeof value) {
    case 'number':
      return truncate(value);
    case 'string':
      return fromText(value);
    case 'boolean':
      return value ? 1n : 0n;
    default:
      return value instanceof GoInt && CAST.has(value.type.name) ? BigInt.asIntN(64, value.value) : 0n;
  }
}

export function toFloat64(value: Value): number {
  switch (typeof value) {
    case 'number':
      return value;
    case 'string':
      return parseFloat64(value) ?? 0;
    case 'boolean':
      return value ? 1 : 0;
    default:
      return value instanceof GoInt && CAST.has(value.type.name) ? Number(value.value) : 0;
  }
}

const OUT_OF_RANGE = -(2n ** 63n);

/** Go's conversion on amd64: what an int64 cannot hold is its least value. */
function truncate(value: number): bigint {
  if (!Number.isFinite(value)) return OUT_OF_RANGE;
  const whole = BigInt(Math.trunc(value));
  return isInt64(whole) ? whole : OUT_OF_RANGE;
}

function fromText(text: string): bigint {
  const value = parseInteger(withoutZeroFraction(text));
  return value !== undefined && isInt64(value) ? value : 0n;
}

/** Without a point and zeros at the end. */
function withoutZeroFraction(text: string): string {
  let at = text.length;
  while (text.charAt(at - 1) === '0') at--;
  return at < text.length && text.charAt(at - 1) === '.' ? text.slice(0, at - 1) : text;
}
