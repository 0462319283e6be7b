import { quote } from '../format';
import { parseFloat64, parseInteger } from '../strconv';
import { unquoteRune } from './unquote';

/** A constant without a type of its own: every type that Go would let it have, with its value there. */
export interface NumberConstant {
  /** int64 */
  readonly int?: bigint;
  /** uint64 */
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: { readonly real: number; readonly imaginary: number };
}

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** @throws Error whose message is Go's */
export function parseCharConstant(text: string): NumberConstant {
  const rune = unquoteRune(text);
  return { int: BigInt(rune), uint: BigInt(rune), float: rune };
}

/** Such as `1+2i`. @throws Error */
export function parseComplexConstant(text: string): NumberConstant {
  const split = Math.max(text.lastIndexOf('+', text.length - 2), text.lastIndexOf('-', text.length - 2));
  const before = text[split - 1];
  const at = before === 'e' || before === 'E' || before === 'p' || before === 'P' ? signBefore(text, split) : split;
  const real = parseFloat64(text.slice(0, at));
  const imaginary = parseFloat64(text.slice(at, -1));
  if (real === undefined || imaginary === undefined) throw new Error('syntax error scanning complex number');
  return simplify(real, imaginary);
}

function signBefore(text: string, at: number): number {
  return Math.max(text.lastIndexOf('+', at - 1), text.lastIndexOf('-', at - 1));
}

/** @throws Error whose message is Go's */
export function parseNumberConstant(text: string): NumberConstant {
  if (text.endsWith('i')) {
    const imaginary = parseFloat64(text.slice(0, -1));
    if (imaginary !== undefined) return simplify(0, imaginary);
  }
  const integer = parseInteger(text);
  const int = integer !== undefined && integer >= INT64_MIN && integer <= INT64_MAX ? integer : undefined;
  // a sign is no part of an unsigned number, but zero is one whatever its sign
  const uint =
    integer === 0n || (integer !== undefined && integer <= UINT64_MAX && !/^[+-]/.test(text)) ? integer : undefined;
  if (int !== undefined) return { int, ...(uint === undefined ? {} : { uint }), float: Number(int) };
  if (uint !== undefined) return { uint, float: Number(uint) };
  const float = parseFloat64(text);
  if (float === undefined) throw new Error(`illegal number syntax: ${quote(text)}`);
  // it looks like an integer, and is too large for one
  if (!/[.eEpP]/.test(text)) throw new Error(`integer overflow: ${quote(text)}`);
  return fromFloat(float);
}

function simplify(real: number, imaginary: number): NumberConstant {
  return { complex: { real, imaginary }, ...(imaginary === 0 ? fromFloat(real) : {}) };
}

function fromFloat(float: number): NumberConstant {
  const whole = Number.isInteger(float) ? BigInt(float) : undefined;
  return {
    float,
    ...(whole !== undefined && whole >= INT64_MIN && whole <= INT64_MAX ? { int: whole } : {}),
    ...(whole !== undefined && whole >= 0n && whole <= UINT64_MAX ? { uint: whole } : {}),
  };
}
