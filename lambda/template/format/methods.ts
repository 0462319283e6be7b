import type { Value } from '../value';

/** Go's `String` and `GoString` methods: what a type says of itself. */
export interface Methods {
  /** For `%v %s %q %x %X`. */
  readonly string?: (value: Value) => string;
  /** For `%#v`. */
  readonly goString?: (value: Value) => string;
}

/** By name of the type; a pointer's methods are those of `*T`. */
export const METHODS: Readonly<Record<string, Methods>> = {};
