import { sprintf } from '../../format';
import { fromBytes } from '../../go-string';
import { type GoInt, GoSlice, type Value } from '../../value';

/** The text of any value: bytes as the text that they are, all else as `%v` prints it. */
export function strval(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof GoSlice && value.type.elem.kind === 'uint8')
    return fromBytes(Uint8Array.from(value.items, (byte) => Number((byte as GoInt).value)));
  return sprintf('%v', [value]);
}

/** A list as texts, without its nils; what is no list as a list of it. */
export function toStrings(value: Value): readonly string[] {
  if (value instanceof GoSlice) return value.items.filter((item) => item !== null).map(strval);
  return value === null ? [] : [strval(value)];
}
