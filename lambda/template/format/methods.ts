import { showSemver } from '../sprig/semver';
import type { GoInt, Value } from '../value';
import { formatDuration, formatMonth, formatWeekday } from './time';

/** Go's `String` and `GoString` methods: what a type says of itself. */
export interface Methods {
  /** For `%v %s %q %x %X`. */
  readonly string?: (value: Value) => string;
  /** For `%#v`. */
  readonly goString?: (value: Value) => string;
}

/** By name of the type; a pointer's methods are those of `*T`, which has those of `T` too. */
export const METHODS: Readonly<Record<string, Methods>> = {
  'semver.Version': { string: showSemver },
  '*semver.Version': { string: showSemver },
  'time.Duration': { string: (value) => formatDuration((value as GoInt).value) },
  'time.Month': { string: (value) => formatMonth((value as GoInt).value) },
  'time.Weekday': { string: (value) => formatWeekday((value as GoInt).value) },
};
