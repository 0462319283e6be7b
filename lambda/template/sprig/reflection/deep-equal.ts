import { sameType } from '../../go-type';
import { LimitError, MAX_DEPTH } from '../../limits';
import { GoComplex, GoInt, GoMap, GoPointer, GoSlice, GoStruct, type Value } from '../../value';

/** Go's `reflect.DeepEqual`: values of the same types that hold the same. @throws LimitError */
export function deepEqual(a: Value, b: Value): boolean {
  return new Comparison().equal(a, b, 0);
}

/** One comparison. A pair that it has begun to compare counts as equal: values may hold themselves, or each other often. */
class Comparison {
  private readonly begun = new Map<object, Set<object>>();

  equal(a: Value, b: Value, depth: number): boolean {
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
    if (!sameType(a.type, b.type)) return false;
    if (a instanceof GoInt && b instanceof GoInt) return a.value === b.value;
    if (a instanceof GoComplex && b instanceof GoComplex) return a.real === b.real && a.imaginary === b.imaginary;
    if (this.hasBegun(a, b)) return true;
    if (depth > MAX_DEPTH) throw new LimitError(`compares values nested deeper than ${MAX_DEPTH}`);
    const inner = depth + 1;
    if (a instanceof GoSlice && b instanceof GoSlice) return this.equalSlices(a, b, inner);
    if (a instanceof GoMap && b instanceof GoMap) return this.equalMaps(a, b, inner);
    if (a instanceof GoPointer && b instanceof GoPointer)
      return a.target === b.target || this.equal(a.target, b.target, inner);
    return a instanceof GoStruct && b instanceof GoStruct && this.equalStructs(a, b, inner);
  }

  private equalSlices(a: GoSlice, b: GoSlice, depth: number): boolean {
    if (a.isNil !== b.isNil || a.items.length !== b.items.length) return false;
    return a.items === b.items || a.items.every((item, at) => this.equal(item, b.items[at] as Value, depth));
  }

  private equalMaps(a: GoMap, b: GoMap, depth: number): boolean {
    if (a.isNil !== b.isNil || a.entries.size !== b.entries.size) return false;
    // what is the same is equal, NaN and all
    if (a.entries === b.entries) return true;
    return [...a.entries].every(([key, value]) => {
      const other = b.entries.get(key);
      return other !== undefined && this.equal(value, other, depth);
    });
  }

  private equalStructs(a: GoStruct, b: GoStruct, depth: number): boolean {
    return a.type.fields.every(({ name }) => this.equal(a.fields.get(name) ?? null, b.fields.get(name) ?? null, depth));
  }

  private hasBegun(a: object, b: object): boolean {
    const others = this.begun.get(a);
    if (others?.has(b)) return true;
    if (others === undefined) this.begun.set(a, new Set([b]));
    else others.add(b);
    return false;
  }
}
