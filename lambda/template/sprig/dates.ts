import { formatDuration } from '../format/time';
import { FunctionError, type GoFunction } from '../go-function';
import { ANY, INT, INT64, STRING } from '../go-type';
import { parseDecimalLoosely } from '../strconv';
import { parseDuration, roundDuration, SECOND } from '../time/duration';
import { add, fromTime, fromUnix, type Instant, now, subtract, TIME, toTime, toUnix, ZERO } from '../time/instant';
import { LOCAL } from '../time/location';
import { parseTime } from '../time/parse';
import { GoInt, GoStruct, type Value } from '../value';
import { define } from './define';

const isTime = (value: Value): value is GoStruct => value instanceof GoStruct && value.type.name === TIME.name;

const isInt = (value: Value, name: string): value is GoInt => value instanceof GoInt && value.type.name === name;

const since = (instant: Instant): bigint => subtract(now(), instant);

function ago(value: Value): string {
  const isUnix = isInt(value, INT.name) || isInt(value, INT64.name);
  const then = isTime(value) ? fromTime(value) : isUnix ? fromUnix(value.value, 0, LOCAL) : undefined;
  return formatDuration(then === undefined ? 0n : roundDuration(since(then), SECOND));
}

function duration(value: Value): string {
  const seconds = typeof value === 'string' ? parseDecimalLoosely(value) : isInt(value, INT64.name) ? value.value : 0n;
  return formatDuration(BigInt.asIntN(64, seconds * SECOND));
}

const HOUR = 3_600n * SECOND;

const ROUNDED: readonly (readonly [string, bigint])[] = [
  ['y', 365n * 24n * HOUR],
  ['mo', 30n * 24n * HOUR],
  ['d', 24n * HOUR],
  ['h', HOUR],
  ['m', 60n * SECOND],
  ['s', SECOND],
];

/** In whole units of the largest kind that it has more than one of. */
function durationRound(value: Value): string {
  const nanoseconds = toNanoseconds(value);
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const found = ROUNDED.find(([, unit]) => size > unit);
  return found === undefined ? '0s' : `${size / found[1]}${found[0]}`;
}

function toNanoseconds(value: Value): bigint {
  if (typeof value === 'string') return orElse(0n, () => parseDuration(value));
  if (isTime(value)) return since(fromTime(value));
  return isInt(value, INT64.name) ? value.value : 0n;
}

function orElse<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    return fallback;
  }
}

const MODIFY = define([STRING, TIME], TIME, (text: string, time: GoStruct) =>
  toTime(add(fromTime(time), parseDuration(text))),
);

export const DATES: Readonly<Record<string, GoFunction>> = {
  ago: define([ANY], STRING, ago),
  duration: define([ANY], STRING, duration),
  durationRound: define([ANY], STRING, durationRound),
  mustDateModify: MODIFY,
  must_date_modify: MODIFY,
  mustToDate: define([STRING, STRING], TIME, (layout: string, text: string) => toTime(parseTime(layout, text))),
  toDate: define([STRING, STRING], TIME, (layout: string, text: string) =>
    toTime(orElse(ZERO, () => parseTime(layout, text))),
  ),
  unixEpoch: define([TIME], STRING, (time: GoStruct) => String(toUnix(fromTime(time)))),
};
