import { byteLength } from '../../go-string';
import type { GoInt } from '../../value';
import { outOfRange, sliceBytes } from './bytes';

const ELLIPSIS = '...';

/** The first `count` bytes; with a negative count, all after the first ones so that as many remain. */
export function trunc({ value: count }: GoInt, text: string): string {
  const length = byteLength(text);
  if (count < 0n) return BigInt(length) + count > 0n ? sliceBytes(text, length + Number(count), length) : text;
  return count < length ? sliceBytes(text, 0, Number(count)) : text;
}

/** Bytes from `start` up to `end`; up to the last one where `end` is negative or too large. */
export function substr({ value: start }: GoInt, { value: end }: GoInt, text: string): string {
  const length = byteLength(text);
  if (start < 0n) {
    if (end < 0n) throw outOfRange(`[:${end}]`);
    if (end > length) throw outOfRange(`[:${end}] with length ${length}`);
    return sliceBytes(text, 0, Number(end));
  }
  const high = end < 0n || end > length ? length : Number(end);
  if (start > high) throw outOfRange(`[${start}:${high}]`);
  return sliceBytes(text, Number(start), high);
}

export function abbrev({ value: width }: GoInt, text: string): string {
  return width < 4n ? text : abbreviate(text, byteLength(text), 0n, width);
}

/** As {@link abbrev}, but the text may lose its beginning too: what is shown starts near the byte `left`. */
export function abbrevboth({ value: left }: GoInt, { value: right }: GoInt, text: string): string {
  return right < 4n || (left > 0n && right < 7n) ? text : abbreviate(text, byteLength(text), left, right);
}

function abbreviate(text: string, length: number, left: bigint, width: bigint): string {
  if (width >= length) return text;
  const most = Number(width) - ELLIPSIS.length;
  // int64, as in Go, where the smallest number overflows
  const start = BigInt.asIntN(64, BigInt(length) - left) < most ? length - most : Number(left);
  // five bytes at least must go, or the ellipsis would be no shorter
  if (start <= 4) return sliceBytes(text, 0, most) + ELLIPSIS;
  if (start + most >= length) return ELLIPSIS + sliceBytes(text, length - most, length);
  return ELLIPSIS + sliceBytes(text, start, start + most - ELLIPSIS.length) + ELLIPSIS;
}
