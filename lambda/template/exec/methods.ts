import type { GoFunction } from '../go-function';
import { HEADER_METHODS } from '../header-methods';
import { SEMVER_METHODS, SEMVER_POINTER_METHODS } from '../sprig/semver';
import { DURATION_METHODS, LOCATION_METHODS, MONTH_METHODS, TIME_METHODS, WEEKDAY_METHODS } from '../time/methods';
import { GoPointer, typeOf, type Value } from '../value';

type Methods = Readonly<Record<string, GoFunction>>;

/** Methods by the name of the type that has them; the receiver is their first argument. */
const METHODS: Readonly<Record<string, Methods>> = {
  'semver.Version': SEMVER_METHODS,
  '*semver.Version': SEMVER_POINTER_METHODS,
  'time.Time': TIME_METHODS,
  'time.Month': MONTH_METHODS,
  'time.Weekday': WEEKDAY_METHODS,
  'time.Duration': DURATION_METHODS,
  '*time.Location': LOCATION_METHODS,
  'http.Header': HEADER_METHODS,
};

/** The method of that name; undefined if the value's type has none. */
export function methodOf(value: Value, name: string): GoFunction | undefined {
  const type = typeOf(value);
  const methods = type === undefined || !Object.hasOwn(METHODS, type.name) ? undefined : METHODS[type.name];
  return methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined;
}

/** What is printed for a value: for a pointer that does not say itself what it is, what it points to. */
export function printable(value: Value): Value {
  if (!(value instanceof GoPointer) || value.target === null) return value;
  return methodOf(value, 'String') === undefined ? value.target : value;
}
