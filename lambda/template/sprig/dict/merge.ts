import { FunctionError } from '../../go-function';
import { type GoType, sameType } from '../../go-type';
import { LimitError, MAX_DEPTH } from '../../limits';
import { GoMap, GoPointer, GoSlice, type Value } from '../../value';
import { isEmpty } from '../defaults';

/**
 * Merges maps into the first, in place, as https://pkg.go.dev/github.com/imdario/mergo does: what the first has, and is not
 * empty, stays; with `overwrite` it gives way, but for maps, which are merged in either case.
 */
export function merge(target: GoMap, sources: readonly GoMap[], overwrite: boolean): GoMap {
  let merged = target;
  for (const source of sources) {
    if (merged.isNil && !source.isNil) merged = new GoMap(new Map(), target.type);
    mergeMap(merged, source, overwrite, 0);
  }
  return merged;
}

function mergeMap(target: GoMap, source: GoMap, overwrite: boolean, depth: number): void {
  if (depth > MAX_DEPTH) throw new LimitError(`merges maps nested deeper than ${MAX_DEPTH}`);
  const wasEmpty = target.entries.size === 0;
  for (const [key, value] of [...source.entries]) {
    if (value === null) {
      if (overwrite) put(target, key, value, source.type.elem);
      continue;
    }
    const known = target.entries.get(key);
    if (known instanceof GoMap && value instanceof GoMap && !known.isNil) mergeMap(known, value, overwrite, depth + 1);
    const isCompound = value instanceof GoMap || value instanceof GoSlice;
    const isKept = known !== undefined && !isEmpty(known);
    if (value instanceof GoSlice && isKept) {
      if (overwrite || wasEmpty) put(target, key, value, value.type);
      continue;
    }
    if (isCompound && isKept) continue;
    const isPlain = !(value instanceof GoPointer);
    if (!isKept || (overwrite && isPlain)) put(target, key, value, source.type.elem);
  }
}

/** @param type what Go would hold the value in */
function put(target: GoMap, key: string, value: Value, type: GoType): void {
  const { elem } = target.type;
  if (elem.kind !== 'interface' && !sameType(elem, type))
    throw new FunctionError(
      `reflect.Value.SetMapIndex: value of type ${type.name} is not assignable to type ${elem.name}`,
    );
  target.entries.set(key, value);
}
