/** Decimal digits of a number, without a sign: 0.d1d2d3… x 10^point. Zero has no digits. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

const ZERO: Decimal = { digits: '', point: 0 };
const bits = new DataView(new ArrayBuffer(8));

/** A finite number as mantissa x 2^exponent, as IEEE 754 stores it; the sign left out. */
export function toBinary(value: number): { mantissa: bigint; exponent: number } {
  bits.setFloat64(0, value);
  const stored = bits.getBigUint64(0);
  const biased = Number((stored >> 52n) & 0x7ffn);
  const fraction = stored & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** As few digits as tell the number from all others. */
export function shortest(value: number): Decimal {
  if (value === 0) return ZERO;
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e') as [string, string];
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

/** All digits: every binary fraction ends in decimal too. */
export function exact(value: number): Decimal {
  if (value === 0) return ZERO;
  let { mantissa, exponent } = toBinary(value);
  while ((mantissa & 1n) === 0n) {
    mantissa >>= 1n;
    exponent++;
  }
  if (exponent >= 0) {
    const digits = (mantissa << BigInt(exponent)).toString();
    return trim(digits, digits.length);
  }
  const digits = (mantissa * 5n ** BigInt(-exponent)).toString();
  return trim(digits, digits.length + exponent);
}

/** Keeps that many digits, a half rounded to the even neighbour. */
export function round({ digits, point }: Decimal, count: number): Decimal {
  if (count >= digits.length) return { digits, point };
  if (count < 0) return ZERO;
  const kept = digits.slice(0, count);
  if (!roundsUp(digits, count)) return trim(kept, point);
  const raised = (BigInt(kept || '0') + 1n).toString();
  return trim(raised, point + raised.length - count);
}

function roundsUp(digits: string, count: number): boolean {
  const next = digits.charAt(count);
  const isHalf = next === '5' && count + 1 === digits.length;
  return isHalf ? count > 0 && Number(digits.charAt(count - 1)) % 2 === 1 : next >= '5';
}

function trim(digits: string, point: number): Decimal {
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? ZERO : { digits: trimmed, point };
}
