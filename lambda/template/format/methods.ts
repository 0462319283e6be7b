import { showSemver } from '../sprig/semver';
import { toGoText, toText } from '../time/format';
import { fromTime } from '../time/instant';
import { nameOf } from '../time/location';
import type { GoInt, GoPointer, GoStruct, Value } from '../value';
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
  '*time.Location': { string: (value) => nameOf((value as GoPointer).target as GoStruct) },
  'time.Duration': { string: (value) => formatDuration((value as GoInt).value) },
  'time.Month': { string: (value) => formatMonth((value as GoInt).value) },
  'time.Time': {
    string: (value) => toText(fromTime(value as GoStruct)),
    goString: (value) => toGoText(fromTime(value as GoStruct)),
  },
  'time.Weekday': { string: (value) => formatWeekday((value as GoInt).value) },
};
