import { isTrue } from '../exec/types';
import type { GoFunction } from '../go-function';
import { ANY, BOOL } from '../go-type';
import { GoStruct, type Value } from '../value';
import { define } from './define';

export const DEFAULTS: Readonly<Record<string, GoFunction>> = {
  default: define(
    [ANY],
    ANY,
    (fallback: Value, ...given: Value[]) => {
      const [value = null] = given;
      return isEmpty(value) ? fallback : value;
    },
    ANY,
  ),
  empty: define([ANY], BOOL, isEmpty),
  coalesce: define([], ANY, (...values: Value[]) => values.find((value) => !isEmpty(value)) ?? null, ANY),
  all: define([], BOOL, (...values: Value[]) => !values.some(isEmpty), ANY),
  any: define([], BOOL, (...values: Value[]) => !values.every(isEmpty), ANY),
  ternary: define([ANY, ANY, BOOL], ANY, (yes: Value, no: Value, condition: boolean) => (condition ? yes : no)),
};

/** Sprig's idea of nothing: nil, false, zero, and whatever has no length. */
export function isEmpty(value: Value): boolean {
  return !(value instanceof GoStruct) && !isTrue(value);
}
