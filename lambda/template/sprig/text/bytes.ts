import { FunctionError } from '../../go-function';
import { byteLength, fromBytes, hasRawBytes, toBytes } from '../../go-string';

/** A string with one character for each byte. */
export function toBinary(text: string): string {
  return Buffer.from(toBytes(text)).toString('latin1');
}

export function fromBinary(binary: string): string {
  return fromBytes(Buffer.from(binary, 'latin1'));
}

/** Whether each unit of the string is one byte of it, so that places in the one are places in the other. */
export function isOneBytePerUnit(text: string): boolean {
  return byteLength(text) === text.length;
}

/**
 * The strings in a form in which one is found within another exactly where its bytes are, and what turns a string of that
 * form back.
 */
export function searchable<const T extends readonly string[]>(texts: T): [T, (text: string) => string] {
  if (!texts.some(hasRawBytes)) return [texts, (text) => text];
  return [texts.map(toBinary) as unknown as T, fromBinary];
}

/** Bytes from `low` up to `high`, both within the string. */
export function sliceBytes(text: string, low: number, high: number): string {
  return isOneBytePerUnit(text) ? text.slice(low, high) : fromBytes(toBytes(text).subarray(low, high));
}

/** What Go panics with where a string or slice does not reach so far. */
export function outOfRange(bounds: string): FunctionError {
  return new FunctionError(`runtime error: slice bounds out of range ${bounds}`);
}
