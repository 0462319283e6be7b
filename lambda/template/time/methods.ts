import { formatDuration, formatMonth, formatWeekday } from '../format/time';
import { BYTES, bytesOf } from '../go-bytes';
import { FunctionError, type GoFunction } from '../go-function';
import { type BasicType, BOOL, FLOAT64, type GoType, INT, INT64, pointerTo, STRING } from '../go-type';
import { define } from '../sprig/define';
import { GoInt, GoPointer, GoSlice, type GoStruct, int, type Value } from '../value';
import { DURATION, roundDuration, SECOND, toDuration } from './duration';
import { formatTime, toGoText, toText } from './format';
import {
  add,
  type Clock,
  compareInstants,
  fromCivil,
  fromTime,
  type Instant,
  MONTH,
  readClock,
  subtract,
  TIME,
  toTime,
  toUnix,
  WEEKDAY,
} from './instant';
import { LOCAL, LOCATION, nameOf, UTC } from './location';

type Methods = Readonly<Record<string, GoFunction>>;

const PLACE = pointerTo(LOCATION);

function of<T extends Value>(result: GoType, read: (instant: Instant) => T): GoFunction {
  return define([TIME], result, (time: GoStruct) => read(fromTime(time)));
}

function ofClock(result: BasicType, read: (clock: Clock) => number): GoFunction {
  return of(result, (instant) => new GoInt(BigInt(read(readClock(instant))), result));
}

function comparison(isSo: (order: number) => boolean): GoFunction {
  return define([TIME, TIME], BOOL, (a: GoStruct, b: GoStruct) => isSo(compareInstants(fromTime(a), fromTime(b))));
}

/** A time moved by a duration. */
function moved(move: (instant: Instant, duration: bigint) => Instant): GoFunction {
  return define([TIME, DURATION], TIME, (time: GoStruct, { value }: GoInt) => toTime(move(fromTime(time), value)));
}

/** A method of several results, which templates cannot call. */
function uncallable(results: number): GoFunction {
  return { params: [TIME], result: INT, results, call: () => null };
}

/** Nanoseconds since 1970 in other units, wrapped around as Go's are. */
function sinceEpoch(perSecond: bigint): GoFunction {
  return of(INT64, (instant) => {
    const fraction = (BigInt(instant.nanoseconds) * perSecond) / SECOND;
    return new GoInt(BigInt.asIntN(64, toUnix(instant) * perSecond + fraction), INT64);
  });
}

/** The time since the last multiple of the duration, counted from the year 1. */
function restOf({ seconds, nanoseconds }: Instant, multiple: bigint): bigint {
  const rest = (seconds * SECOND + BigInt(nanoseconds)) % multiple;
  return rest < 0n ? rest + multiple : rest;
}

function truncate(instant: Instant, multiple: bigint): Instant {
  return multiple <= 0n ? instant : add(instant, -restOf(instant, multiple));
}

function round(instant: Instant, multiple: bigint): Instant {
  if (multiple <= 0n) return instant;
  const rest = restOf(instant, multiple);
  return add(instant, rest * 2n < multiple ? -rest : multiple - rest);
}

function addDate(instant: Instant, years: bigint, months: bigint, days: bigint): Instant {
  const { year, month, day, hour, minute, second } = readClock(instant);
  const civil = {
    year: BigInt(year) + years,
    month: BigInt(month) + months,
    day: BigInt(day) + days,
    seconds: (hour * 60 + minute) * 60 + second,
    nanoseconds: instant.nanoseconds,
  };
  return fromCivil(civil, instant.location);
}

function moveTo(instant: Instant, location: GoStruct | null): Instant {
  if (location === null) throw new FunctionError('time: missing Location in call to Time.In');
  return { ...instant, location };
}

/** What JSON holds of a time. @throws FunctionError */
export function toRfc3339(instant: Instant, method: string): string {
  const { year } = readClock(instant);
  if (year < 0 || year > 9999) throw new FunctionError(`Time.${method}: year outside of range [0,9999]`);
  return formatTime(instant, '2006-01-02T15:04:05.999999999Z07:00');
}

/** https://pkg.go.dev/time#Time */
export const TIME_METHODS: Methods = {
  Add: moved(add),
  AddDate: define([TIME, INT, INT, INT], TIME, (time: GoStruct, years: GoInt, months: GoInt, days: GoInt) =>
    toTime(addDate(fromTime(time), years.value, months.value, days.value)),
  ),
  After: comparison((order) => order > 0),
  AppendFormat: define([TIME, BYTES, STRING], BYTES, (time: GoStruct, start: GoSlice, layout: string) => {
    const { items } = bytesOf(formatTime(fromTime(time), layout));
    return new GoSlice([...start.items, ...items], BYTES);
  }),
  Before: comparison((order) => order < 0),
  Clock: uncallable(3),
  Compare: define([TIME, TIME], INT, (a: GoStruct, b: GoStruct) =>
    int(Math.sign(compareInstants(fromTime(a), fromTime(b)))),
  ),
  Date: uncallable(3),
  Day: ofClock(INT, ({ day }) => day),
  Equal: comparison((order) => order === 0),
  Format: define([TIME, STRING], STRING, (time: GoStruct, layout: string) => formatTime(fromTime(time), layout)),
  GoString: of(STRING, toGoText),
  Hour: ofClock(INT, ({ hour }) => hour),
  ISOWeek: uncallable(2),
  In: define([TIME, PLACE], TIME, (time: GoStruct, { target }: GoPointer) => toTime(moveTo(fromTime(time), target))),
  IsDST: of(BOOL, () => false),
  IsZero: of(BOOL, ({ seconds, nanoseconds }) => seconds === 0n && nanoseconds === 0),
  Local: of(TIME, (instant) => toTime({ ...instant, location: LOCAL })),
  Location: of(PLACE, ({ location }) => new GoPointer(location, LOCATION)),
  MarshalJSON: of(BYTES, (instant) => bytesOf(`"${toRfc3339(instant, 'MarshalJSON')}"`)),
  MarshalText: of(BYTES, (instant) => bytesOf(toRfc3339(instant, 'MarshalText'))),
  Minute: ofClock(INT, ({ minute }) => minute),
  Month: ofClock(MONTH, ({ month }) => month),
  Nanosecond: ofClock(INT, ({ nanosecond }) => nanosecond),
  Round: moved(round),
  Second: ofClock(INT, ({ second }) => second),
  String: of(STRING, toText),
  Sub: define([TIME, TIME], DURATION, (a: GoStruct, b: GoStruct) => toDuration(subtract(fromTime(a), fromTime(b)))),
  Truncate: moved(truncate),
  UTC: of(TIME, (instant) => toTime({ ...instant, location: UTC })),
  Unix: of(INT64, (instant) => new GoInt(toUnix(instant), INT64)),
  UnixMicro: sinceEpoch(1_000_000n),
  UnixMilli: sinceEpoch(1_000n),
  UnixNano: sinceEpoch(SECOND),
  Weekday: ofClock(WEEKDAY, ({ weekday }) => weekday),
  Year: ofClock(INT, ({ year }) => year),
  YearDay: ofClock(INT, ({ yearDay }) => yearDay),
  Zone: uncallable(2),
  ZoneBounds: uncallable(2),
};

export const LOCATION_METHODS: Methods = {
  String: define([PLACE], STRING, ({ target }: GoPointer) => nameOf(target ?? UTC)),
};

export const MONTH_METHODS: Methods = {
  String: define([MONTH], STRING, ({ value }: GoInt) => formatMonth(value)),
};

export const WEEKDAY_METHODS: Methods = {
  String: define([WEEKDAY], STRING, ({ value }: GoInt) => formatWeekday(value)),
};

function inUnits(unit: bigint): GoFunction {
  return define([DURATION], INT64, ({ value }: GoInt) => new GoInt(value / unit, INT64));
}

function inFractions(unit: bigint): GoFunction {
  return define([DURATION], FLOAT64, ({ value }: GoInt) => Number(value / unit) + Number(value % unit) / Number(unit));
}

function adjusted(adjust: (duration: bigint, multiple: bigint) => bigint): GoFunction {
  return define([DURATION, DURATION], DURATION, (duration: GoInt, multiple: GoInt) =>
    toDuration(adjust(duration.value, multiple.value)),
  );
}

/** https://pkg.go.dev/time#Duration */
export const DURATION_METHODS: Methods = {
  Abs: define([DURATION], DURATION, ({ value }: GoInt) => {
    const size = value < 0n ? -value : value;
    return toDuration(size === 2n ** 63n ? size - 1n : size);
  }),
  Hours: inFractions(3_600n * SECOND),
  Microseconds: inUnits(1_000n),
  Milliseconds: inUnits(1_000_000n),
  Minutes: inFractions(60n * SECOND),
  Nanoseconds: inUnits(1n),
  Round: adjusted(roundDuration),
  Seconds: inFractions(SECOND),
  String: define([DURATION], STRING, ({ value }: GoInt) => formatDuration(value)),
  Truncate: adjusted((duration, multiple) => (multiple <= 0n ? duration : duration - (duration % multiple))),
};
