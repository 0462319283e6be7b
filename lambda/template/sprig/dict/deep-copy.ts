import { LimitError, MAX_DEPTH } from '../../limits';
import { TIME } from '../../time/instant';
import { GoMap, GoPointer, GoSlice, GoStruct, type Value } from '../../value';
import { zeroOf } from '../../zero';

/** A copy of a value and of all that it holds. @throws LimitError for one that holds itself */
export function deepCopy(value: Value): Value {
  return copy(value, 0);
}

function copy(value: Value, depth: number): Value {
  if (depth > MAX_DEPTH) throw new LimitError(`copies values nested deeper than ${MAX_DEPTH}`);
  const inner = (item: Value): Value => copy(item, depth + 1);
  if (value instanceof GoSlice) return new GoSlice(value.items.map(inner), value.type, value.isNil);
  if (value instanceof GoMap)
    return new GoMap(new Map([...value.entries].map(([key, item]) => [key, inner(item)])), value.type, value.isNil);
  if (value instanceof GoPointer && value.target !== null)
    return new GoPointer(inner(value.target) as GoStruct, value.type.elem);
  return value instanceof GoStruct && value.type !== TIME ? copyStruct(value, inner) : value;
}

/** Go's copy of a struct has what that exports alone; a time is an exception to that. */
function copyStruct({ fields, type, aliases }: GoStruct, inner: (item: Value) => Value): GoStruct {
  const copies = type.fields.map(({ name, type: declared }): [string, Value] => [
    name,
    /^\p{Lu}/u.test(name) ? inner(fields.get(name) ?? null) : zeroOf(declared),
  ]);
  return new GoStruct(new Map(copies), type, aliases);
}
