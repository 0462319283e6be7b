import { INT_SLICE } from '../../go-type';
import { checkItems, checkLength } from '../../limits';
import { type GoInt, GoSlice, int } from '../../value';

/** The integers from `start`, up or down to before `stop`; none if the step leads away from it. */
export function untilStep({ value: start }: GoInt, { value: stop }: GoInt, { value: step }: GoInt): GoSlice {
  return new GoSlice(count(start, stop, step).map(int), INT_SLICE);
}

export function until(stop: GoInt): GoSlice {
  return untilStep(int(0), stop, int(stop.value < 0n ? -1 : 1));
}

/** As the program `seq` of Unix: last; first and last; first, step and last. */
export function seq(...params: readonly GoInt[]): string {
  if (params.length > 3 || params.length === 0) return '';
  const numbers = params.map(({ value }) => value);
  const end = numbers.at(-1) as bigint;
  const start = numbers.length === 1 ? 1n : (numbers[0] as bigint);
  const direction = end < start ? -1n : 1n;
  const step = numbers.length === 3 ? (numbers[1] as bigint) : direction;
  const text = count(start, BigInt.asIntN(64, end + direction), step).join(' ');
  checkLength(text.length);
  return text;
}

function count(start: bigint, stop: bigint, step: bigint): bigint[] {
  const isDown = stop < start;
  if (isDown ? step >= 0n : step <= 0n) return [];
  checkItems(Number((stop - start) / step));
  const numbers: bigint[] = [];
  for (let at = start; isDown ? at > stop : at < stop; at = BigInt.asIntN(64, at + step)) {
    // a number that overflows starts anew at the other end
    checkItems(numbers.length + 1);
    numbers.push(at);
  }
  return numbers;
}
