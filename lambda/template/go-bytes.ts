import { toBytes } from './go-string';
import { sliceOf, UINT8 } from './go-type';
import { GoInt, GoSlice } from './value';

export const BYTES = sliceOf(UINT8);

/** A text as Go's `[]byte`. */
export function bytesOf(text: string): GoSlice {
  return new GoSlice(
    Array.from(toBytes(text), (byte) => new GoInt(BigInt(byte), UINT8)),
    BYTES,
  );
}
