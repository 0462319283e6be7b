import {
  ANY_MAP,
  ANY_SLICE,
  type BasicType,
  BOOL,
  COMPLEX128,
  FLOAT64,
  type GoType,
  INT,
  INT32,
  type IntKind,
  type MapType,
  type PointerType,
  pointerTo,
  type SliceType,
  STRING,
  type StructType,
} from './go-type';

/**
 * A Go value. What JSON gives most often is a JavaScript primitive; all else is a class that carries its Go type.
 *
 * - `null`: a nil `interface {}` (JSON's null)
 * - `boolean`: bool · `number`: float64 · `string`: string (see go-string.ts for bytes that are no UTF-8)
 *
 * A value is never `undefined`: what Go's reflection calls an invalid value (a missing map key) lives in `exec/` only.
 */
export type Value = null | boolean | number | string | GoInt | GoComplex | GoSlice | GoMap | GoStruct | GoPointer;

/** An integer of any of Go's sizes, or of a named integer type. */
export class GoInt {
  /** @param value within the range of the type: see {@link wrapInt} */
  constructor(
    readonly value: bigint,
    readonly type: BasicType = INT,
  ) {}
}

export class GoComplex {
  readonly type = COMPLEX128;
  constructor(
    readonly real: number,
    readonly imaginary: number,
  ) {}
}

/** A slice. Only `sortAlpha` changes its items once it is made: see sprig/list/shared.ts. */
export class GoSlice {
  constructor(
    private readonly list: readonly Value[],
    readonly type: SliceType = ANY_SLICE,
    /** A nil slice has no items; only `%#v`, JSON and comparison with nil tell it from an empty one. */
    readonly isNil = false,
  ) {}

  get items(): readonly Value[] {
    return this.list;
  }
}

/** A map with string keys (no map of ours has others). The dict functions change `entries`, as they do in Go. */
export class GoMap {
  constructor(
    readonly entries: Map<string, Value>,
    readonly type: MapType = ANY_MAP,
    readonly isNil = false,
  ) {}
}

/** A struct; its fields in the order of the type. */
export class GoStruct {
  constructor(
    readonly fields: ReadonlyMap<string, Value>,
    readonly type: StructType,
    /** Further names that templates may write for what the struct holds; no printing or JSON shows them. */
    readonly aliases?: ReadonlyMap<string, Value>,
  ) {}
}

/** A pointer; `target` is null for a nil pointer. */
export class GoPointer {
  readonly type: PointerType;
  constructor(
    readonly target: GoStruct | null,
    elem: GoType,
  ) {
    this.type = pointerTo(elem);
  }
}

/** The dynamic type; undefined for nil. */
export function typeOf(value: Value): GoType | undefined {
  switch (typeof value) {
    case 'string':
      return STRING;
    case 'number':
      return FLOAT64;
    case 'boolean':
      return BOOL;
    default:
      return value?.type;
  }
}

const BITS: Readonly<Record<IntKind, number>> = {
  int: 64,
  int8: 8,
  int16: 16,
  int32: 32,
  int64: 64,
  uint: 64,
  uint8: 8,
  uint16: 16,
  uint32: 32,
  uint64: 64,
  uintptr: 64,
};

/** Cuts a number to the width of an integer type, as Go's conversions and overflows do. */
export function wrapInt(value: bigint, type: BasicType): GoInt {
  const kind = type.kind as IntKind;
  const wrapped = kind.startsWith('u') ? BigInt.asUintN(BITS[kind], value) : BigInt.asIntN(BITS[kind], value);
  return new GoInt(wrapped, type);
}

export function int(value: number | bigint): GoInt {
  return new GoInt(BigInt(value), INT);
}

/** A rune. */
export function int32(value: number): GoInt {
  return new GoInt(BigInt(value), INT32);
}
