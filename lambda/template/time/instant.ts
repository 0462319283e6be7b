import { type BasicType, INT64, pointerTo, type StructType, UINT64 } from '../go-type';
import { GoInt, GoPointer, GoStruct } from '../value';
import { LOCATION, UTC, zoneOf } from './location';

export const MONTH: BasicType = { kind: 'int', name: 'time.Month' };
export const WEEKDAY: BasicType = { kind: 'int', name: 'time.Weekday' };

/** Go's `time.Time`, as Go keeps it where it has no reading of a clock: nanoseconds, seconds since the year 1, location. */
export const TIME: StructType = {
  kind: 'struct',
  name: 'time.Time',
  fields: [
    { name: 'wall', type: UINT64 },
    { name: 'ext', type: INT64 },
    { name: 'loc', type: pointerTo(LOCATION) },
  ],
};

/** What a `time.Time` says. */
export interface Instant {
  /** Since 1 January of the year 1, 0 h UTC; an int64. */
  readonly seconds: bigint;
  readonly nanoseconds: number;
  readonly location: GoStruct;
}

/** The seconds from the year 1 to Unix' 1970. */
const UNIX_EPOCH = 62_135_596_800n;

export function toTime({ seconds, nanoseconds, location }: Instant): GoStruct {
  const fields: [string, GoInt | GoPointer][] = [
    ['wall', new GoInt(BigInt(nanoseconds), UINT64)],
    ['ext', new GoInt(seconds, INT64)],
    // Go writes UTC as nil
    ['loc', new GoPointer(location === UTC ? null : location, LOCATION)],
  ];
  return new GoStruct(new Map(fields), TIME);
}

export function fromTime({ fields }: GoStruct): Instant {
  return {
    seconds: (fields.get('ext') as GoInt).value,
    nanoseconds: Number((fields.get('wall') as GoInt).value),
    location: (fields.get('loc') as GoPointer).target ?? UTC,
  };
}

export const ZERO: Instant = { seconds: 0n, nanoseconds: 0, location: UTC };

export function fromUnix(unixSeconds: bigint, nanoseconds: number, location: GoStruct): Instant {
  return { seconds: BigInt.asIntN(64, unixSeconds + UNIX_EPOCH), nanoseconds, location };
}

export function toUnix({ seconds }: Instant): bigint {
  return BigInt.asIntN(64, seconds - UNIX_EPOCH);
}

const INT64_MAX = 2n ** 63n - 1n;
const SECOND = 1_000_000_000n;

/** `Time.Add`: nanoseconds later; it stops at the ends of what can be told. */
export function add(instant: Instant, duration: bigint): Instant {
  const nanoseconds = BigInt(instant.nanoseconds) + (duration % SECOND);
  const carry = nanoseconds >= SECOND ? 1n : nanoseconds < 0n ? -1n : 0n;
  return {
    ...addSeconds(instant, duration / SECOND + carry),
    nanoseconds: Number(nanoseconds - carry * SECOND),
  };
}

export function addSeconds(instant: Instant, seconds: bigint): Instant {
  const sum = instant.seconds + seconds;
  const least = -INT64_MAX;
  const isTold = sum <= INT64_MAX && sum > least - 2n;
  return { ...instant, seconds: isTold ? sum : seconds > 0n ? INT64_MAX : least };
}

/** Below zero where `a` is before `b`. */
export function compareInstants(a: Instant, b: Instant): number {
  if (a.seconds !== b.seconds) return a.seconds < b.seconds ? -1 : 1;
  return a.nanoseconds - b.nanoseconds;
}

/** `Time.Sub`: the nanoseconds from `b` to `a`, as far as an int64 tells them. */
export function subtract(a: Instant, b: Instant): bigint {
  const exact = (a.seconds - b.seconds) * SECOND + BigInt(a.nanoseconds - b.nanoseconds);
  return exact > INT64_MAX ? INT64_MAX : exact < -INT64_MAX - 1n ? -INT64_MAX - 1n : exact;
}

/** The clock of the machine. */
export function now(): Instant {
  const milliseconds = Date.now();
  const seconds = Math.floor(milliseconds / 1000);
  return fromUnix(BigInt(seconds), (milliseconds - seconds * 1000) * 1_000_000, UTC);
}

/** What a clock at the instant's location shows. */
export interface Clock {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  /** 1 to 366 */
  readonly yearDay: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  readonly zone: { readonly name: string; readonly offset: number };
}

/** Go counts from a year so early that no int64 of seconds comes before it. */
const FIRST_YEAR = -292_277_022_399;
const TO_FIRST_YEAR = 9_223_371_966_579_724_800n;
const SECONDS_PER_DAY = 86_400n;
/** Days of 400 years, after which the calendar is the same again. */
const CYCLE = 146_097n;
/** A day that begins such a cycle as the first year does. */
const LIKE_FIRST_DAY = Date.UTC(2001, 0, 1);
const MS_PER_DAY = 86_400_000;

export function readClock(instant: Instant): Clock {
  const zone = zoneOf(instant.location);
  const absolute = BigInt.asUintN(64, instant.seconds + BigInt(zone.offset) + TO_FIRST_YEAR);
  const days = absolute / SECONDS_PER_DAY;
  const second = Number(absolute % SECONDS_PER_DAY);
  const date = new Date(LIKE_FIRST_DAY + Number(days % CYCLE) * MS_PER_DAY);
  const yearOfDate = date.getUTCFullYear();
  return {
    year: FIRST_YEAR + 400 * Number(days / CYCLE) + yearOfDate - 2001,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    yearDay: Math.round((date.getTime() - Date.UTC(yearOfDate, 0, 1)) / MS_PER_DAY) + 1,
    weekday: date.getUTCDay(),
    hour: Math.floor(second / 3600),
    minute: Math.floor(second / 60) % 60,
    second: second % 60,
    nanosecond: instant.nanoseconds,
    zone,
  };
}

/** `time.Date` of integers of any size: what is too much for one counts for the next. */
export interface Civil {
  readonly year: bigint;
  readonly month: bigint;
  readonly day: bigint;
  /** Of the day. */
  readonly seconds: number;
  readonly nanoseconds: number;
}

export function fromCivil({ year, month, day, seconds, nanoseconds }: Civil, location: GoStruct): Instant {
  const months = BigInt.asIntN(64, month - 1n);
  const monthOfYear = ((months % 12n) + 12n) % 12n;
  const years = BigInt.asUintN(64, year + (months - monthOfYear) / 12n - BigInt(FIRST_YEAR));
  const firstOfMonth = Date.UTC(2001 + Number(years % 400n), Number(monthOfYear), 1);
  const days =
    (years / 400n) * CYCLE + BigInt((firstOfMonth - LIKE_FIRST_DAY) / MS_PER_DAY) + BigInt.asIntN(64, day - 1n);
  const absolute = days * SECONDS_PER_DAY + BigInt(seconds);
  const { offset } = zoneOf(location);
  return { seconds: BigInt.asIntN(64, absolute - TO_FIRST_YEAR - BigInt(offset)), nanoseconds, location };
}

export function daysIn(month: number, year: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
