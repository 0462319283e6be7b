import type { GoFunction } from '../go-function';
import { SEMVER_METHODS } from '../sprig/semver';
import { typeOf, type Value } from '../value';

type Methods = Readonly<Record<string, GoFunction>>;

/** Methods by the name of the type that has them; the receiver is their first argument. */
const METHODS: Readonly<Record<string, Methods>> = {
  'semver.Version': SEMVER_METHODS,
  '*semver.Version': SEMVER_METHODS,
};

/** The method of that name; undefined if the value's type has none. */
export function methodOf(value: Value, name: string): GoFunction | undefined {
  const type = typeOf(value);
  const methods = type === undefined || !Object.hasOwn(METHODS, type.name) ? undefined : METHODS[type.name];
  return methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined;
}
