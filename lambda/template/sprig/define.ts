import type { GoFunction } from '../go-function';
import type { GoType } from '../go-type';
import type { Value } from '../value';

/** A function whose arguments have the TypeScript types of the declared Go types: string, boolean, GoInt, GoMap, Value. */
export function define(
  params: readonly GoType[],
  result: GoType,
  call: (...args: never[]) => Value,
  variadic?: GoType,
): GoFunction {
  return { params, result, call: call as GoFunction['call'], ...(variadic === undefined ? {} : { variadic }) };
}
