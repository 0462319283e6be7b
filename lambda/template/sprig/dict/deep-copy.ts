import { LimitError, MAX_DEPTH } from '../../limits';
import { GoMap, GoPointer, GoSlice, GoStruct, type Value } from '../../value';

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
  if (value instanceof GoStruct)
    return new GoStruct(
      new Map([...value.fields].map(([name, item]) => [name, inner(item)])),
      value.type,
      value.aliases,
    );
  return value;
}
