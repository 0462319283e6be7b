import { FunctionError } from '../go-function';
import type { BasicType } from '../go-type';
import { GoInt } from '../value';
import { quoteBytes } from './quote';

/** Nanoseconds, in an int64. */
export const DURATION: BasicType = { kind: 'int64', name: 'time.Duration' };

export const SECOND = 1_000_000_000n;

export function toDuration(nanoseconds: bigint): GoInt {
  return new GoInt(BigInt.asIntN(64, nanoseconds), DURATION);
}

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  // Go knows both signs for micro
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', SECOND],
  ['m', 60n * SECOND],
  ['h', 3_600n * SECOND],
]);

const TOP = 2n ** 63n;
const TERM = /([0-9]*)(\.([0-9]*))?([^.0-9]*)/y;

/** `time.ParseDuration`: such as `1h30m` or `-1.5s`. @throws FunctionError */
export function parseDuration(text: string): bigint {
  const invalid = (): FunctionError => new FunctionError(`time: invalid duration ${quoteBytes(text)}`);
  const start = /^[+-]/.test(text) ? 1 : 0;
  if (text.slice(start) === '0') return 0n;
  if (start === text.length) throw invalid();
  let sum = 0n;
  for (let at = start; at < text.length; at = TERM.lastIndex) {
    TERM.lastIndex = at;
    const [, digits = '', , fraction = '', name = ''] = TERM.exec(text) as RegExpExecArray;
    const whole = toInteger(digits);
    if ((digits === '' && fraction === '') || whole > TOP) throw invalid();
    if (name === '') throw new FunctionError(`time: missing unit in duration ${quoteBytes(text)}`);
    const unit = UNITS.get(name);
    if (unit === undefined)
      throw new FunctionError(`time: unknown unit ${quoteBytes(name)} in duration ${quoteBytes(text)}`);
    if (whole > TOP / unit) throw invalid();
    const term = whole * unit + fractionOf(fraction, unit);
    // the sum of two terms that are as large as can be starts anew in Go too
    sum = BigInt.asUintN(64, sum + term);
    if (term > TOP || sum > TOP) throw invalid();
  }
  if (text.startsWith('-')) return -sum;
  if (sum === TOP) throw invalid();
  return sum;
}

/** More digits than an int64 has are all the same. */
function toInteger(digits: string): bigint {
  const significant = digits.replace(/^0+/, '');
  return significant.length > 19 ? TOP + 1n : BigInt(significant || '0');
}

/** Go calculates it in float64, of as many digits as fit into an int64. */
function fractionOf(digits: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > (TOP - 1n) / 10n || next > TOP) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}

/** `Duration.Round`: to the nearest multiple, a half away from zero. */
export function roundDuration(duration: bigint, multiple: bigint): bigint {
  if (multiple <= 0n) return duration;
  const size = duration < 0n ? -duration : duration;
  const rest = size % multiple;
  const rounded = rest * 2n < multiple ? size - rest : size - rest + multiple;
  return clamp(duration < 0n ? -rounded : rounded);
}

function clamp(value: bigint): bigint {
  return value >= TOP ? TOP - 1n : value < -TOP ? -TOP : value;
}
