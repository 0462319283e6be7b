import { MONTHS, WEEKDAYS } from '../format/time';
import { checkLength } from '../limits';
import { fromBinary, isOneBytePerUnit, toBinary } from '../sprig/text/bytes';
import { type Clock, type Instant, readClock } from './instant';
import { digitsOf, fractionOf, isOffset, nextChunk } from './layout';
import { LOCAL, nameOf, UTC } from './location';
import { quoteBytes } from './quote';

/** `Time.Format`. @throws LimitError */
export function formatTime(instant: Instant, layout: string): string {
  const clock = readClock(instant);
  return isOneBytePerUnit(layout) ? fill(layout, clock) : fromBinary(fill(toBinary(layout), clock));
}

function fill(layout: string, clock: Clock): string {
  let text = '';
  for (let at = 0; at < layout.length; ) {
    const { literal, element, end } = nextChunk(layout, at);
    text += literal + (element === '' ? '' : write(element, clock));
    checkLength(text.length);
    at = end;
  }
  return text;
}

/** `Time.String` */
export function toText(instant: Instant): string {
  return formatTime(instant, '2006-01-02 15:04:05.999999999 -0700 MST');
}

/** `Time.GoString` */
export function toGoText(instant: Instant): string {
  const { year, month, day, hour, minute, second, nanosecond } = readClock(instant);
  const { location } = instant;
  const place = location === UTC ? 'UTC' : location === LOCAL ? 'Local' : `Location(${quoteBytes(nameOf(location))})`;
  return `time.Date(${year}, time.${MONTHS[month - 1]}, ${day}, ${hour}, ${minute}, ${second}, ${nanosecond}, time.${place})`;
}

function write(element: string, clock: Clock): string {
  const form = FORMS[element];
  if (form !== undefined) return form(clock);
  return isOffset(element) ? writeOffset(element, clock.zone.offset) : writeFraction(element, clock.nanosecond);
}

const hour12 = ({ hour }: Clock): number => hour % 12 || 12;
const month = (clock: Clock): string => MONTHS[clock.month - 1] as string;
const weekday = (clock: Clock): string => WEEKDAYS[clock.weekday] as string;

const FORMS: Readonly<Record<string, (clock: Clock) => string>> = {
  '2006': ({ year }) => pad(year, 4),
  '06': ({ year }) => pad(Math.abs(year) % 100, 2),
  January: month,
  Jan: (clock) => month(clock).slice(0, 3),
  '1': (clock) => String(clock.month),
  '01': (clock) => pad(clock.month, 2),
  Monday: weekday,
  Mon: (clock) => weekday(clock).slice(0, 3),
  '2': ({ day }) => String(day),
  _2: ({ day }) => String(day).padStart(2),
  '02': ({ day }) => pad(day, 2),
  __2: ({ yearDay }) => String(yearDay).padStart(3),
  '002': ({ yearDay }) => pad(yearDay, 3),
  '15': ({ hour }) => pad(hour, 2),
  '3': (clock) => String(hour12(clock)),
  '03': (clock) => pad(hour12(clock), 2),
  '4': ({ minute }) => String(minute),
  '04': ({ minute }) => pad(minute, 2),
  '5': ({ second }) => String(second),
  '05': ({ second }) => pad(second, 2),
  PM: ({ hour }) => (hour >= 12 ? 'PM' : 'AM'),
  pm: ({ hour }) => (hour >= 12 ? 'pm' : 'am'),
  // a zone without a name shows its offset
  MST: ({ zone }) => zone.name || writeOffset('-0700', zone.offset),
};

function pad(value: number, width: number): string {
  const digits = String(Math.abs(value)).padStart(width, '0');
  return value < 0 ? `-${digits}` : digits;
}

function writeOffset(element: string, offset: number): string {
  if (offset === 0 && element.startsWith('Z')) return 'Z';
  const minutes = Math.trunc(offset / 60);
  const colon = element.includes(':') ? ':' : '';
  let text = (minutes < 0 ? '-' : '+') + pad(Math.trunc(Math.abs(minutes) / 60), 2);
  if (element.length > 3) text += colon + pad(Math.abs(minutes) % 60, 2);
  // less than a minute west of UTC Go shows with the sign before the seconds
  if (element.length > 6) text += colon + pad((minutes < 0 ? -offset : offset) % 60, 2);
  return text;
}

function writeFraction(element: string, nanosecond: number): string {
  const digits = pad(nanosecond, 9).slice(0, digitsOf(element));
  if (fractionOf(element) === 'fixed') return element.charAt(0) + digits;
  const trimmed = digits.replace(/0+$/, '');
  return trimmed && element.charAt(0) + trimmed;
}
