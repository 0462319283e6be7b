import { FunctionError } from '../go-function';
import { fromBinary, toBinary } from '../sprig/text/bytes';
import { addSeconds, daysIn, fromCivil, type Instant } from './instant';
import { nextChunk } from './layout';
import { fixedZone, LOCAL, UTC } from './location';
import { BadElement, Draft, readElement } from './parse-element';
import { quoteBytes } from './quote';

/** `time.ParseInLocation` at the local place. @throws FunctionError */
export function parseTime(layout: string, text: string): Instant {
  const failed = (reason: string): FunctionError => new FunctionError(`parsing time ${quoteBytes(text)}${reason}`);
  const misread = (rest: string, element: string): FunctionError =>
    failed(
      ` as ${quoteBytes(layout)}: cannot parse ${quoteBytes(fromBinary(rest))} as ${quoteBytes(fromBinary(element))}`,
    );
  const pattern = toBinary(layout);
  const draft = new Draft(toBinary(text));
  for (let at = 0; ; ) {
    const { literal, element, end } = nextChunk(pattern, at);
    if (!draft.skip(literal)) throw misread(draft.rest, literal);
    if (element === '') break;
    at = end;
    const before = draft.rest;
    try {
      readElement(draft, element, () => nextChunk(pattern, end).element);
    } catch (error) {
      if (!(error instanceof BadElement)) throw error;
      throw error.outOfRange === undefined ? misread(before, element) : failed(`: ${error.outOfRange} out of range`);
    }
  }
  if (draft.rest !== '') throw failed(`: extra text: ${quoteBytes(fromBinary(draft.rest))}`);
  const reason = settleDay(draft);
  if (reason !== undefined) throw failed(`: ${reason}`);
  return place(draft);
}

/** Takes month and day from the day of the year, where that is what was given. Returns what is wrong with them. */
function settleDay(draft: Draft): string | undefined {
  const { year, yearDay } = draft;
  if (yearDay !== undefined) {
    const date = new Date(Date.UTC(2000 + (year % 400), 0, yearDay));
    const daysInYear = daysIn(2, year) + 337;
    if (yearDay < 1 || yearDay > daysInYear) return 'day-of-year out of range';
    const month = date.getUTCMonth() + 1;
    if (draft.month !== undefined && draft.month !== month) return 'day-of-year does not match month';
    if (draft.day !== undefined && draft.day !== date.getUTCDate()) return 'day-of-year does not match day';
    draft.month = month;
    draft.day = date.getUTCDate();
  }
  const day = draft.day ?? 1;
  return day < 1 || day > daysIn(draft.month ?? 1, year) ? 'day out of range' : undefined;
}

/** The time at the place that its zone names: the local one where it agrees with it, else one made up for it. */
function place(draft: Draft): Instant {
  const { zone, offset, zoneName } = draft;
  if (zone === 'UTC') return toInstant(draft, UTC);
  if (offset !== undefined) {
    const isLocal = offset === 0 && zoneName === undefined;
    const location = isLocal ? LOCAL : fixedZone({ name: zoneName ?? '', offset });
    return { ...addSeconds(toInstant(draft, UTC), BigInt(-offset)), location };
  }
  if (zoneName === undefined) return toInstant(draft, LOCAL);
  // the hours after GMT are its offset, but the time is not moved by them
  const hours = zoneName.length > 3 && zoneName.startsWith('GMT') ? Number(zoneName.slice(3)) : 0;
  return { ...toInstant(draft, UTC), location: fixedZone({ name: zoneName, offset: hours * 3600 }) };
}

function toInstant(draft: Draft, location: Instant['location']): Instant {
  const { hour, minute, second } = draft;
  const isEvening = draft.isEvening && hour < 12;
  const hourOfDay = isEvening ? hour + 12 : draft.isMorning && hour === 12 ? 0 : hour;
  return fromCivil(
    {
      year: BigInt(draft.year),
      month: BigInt(draft.month ?? 1),
      day: BigInt(draft.day ?? 1),
      seconds: (hourOfDay * 60 + minute) * 60 + second,
      nanoseconds: draft.nanoseconds,
    },
    location,
  );
}
