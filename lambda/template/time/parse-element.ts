import { MONTHS, WEEKDAYS } from '../format/time';
import { digitsOf, fractionOf, isOffset } from './layout';
import { zoneNameLength } from './zone-name';

/** Text that is not what an element of the layout stands for. */
export class BadElement extends Error {
  /** @param outOfRange what is too large or too small, where it could be read */
  constructor(readonly outOfRange?: string) {
    super();
  }
}

/** What is known of a time while its text is being read, one character a byte. */
export class Draft {
  year = 0;
  month: number | undefined;
  day: number | undefined;
  yearDay: number | undefined;
  hour = 0;
  minute = 0;
  second = 0;
  nanoseconds = 0;
  isMorning = false;
  isEvening = false;
  zone: 'UTC' | undefined;
  /** Seconds east of UTC. */
  offset: number | undefined;
  zoneName: string | undefined;

  constructor(public rest: string) {}

  take(length: number): string {
    const taken = this.rest.slice(0, length);
    this.rest = this.rest.slice(length);
    return taken;
  }

  /** Takes the text of the layout away; any number of spaces is as good as one. Returns whether it was there. */
  skip(literal: string): boolean {
    for (const part of literal.match(/ +|[^ ]+/g) ?? []) {
      if (part.startsWith(' ')) {
        if (this.rest !== '' && !this.rest.startsWith(' ')) return false;
        this.rest = this.rest.replace(/^ +/, '');
        continue;
      }
      const same = commonLength(this.rest, part);
      this.rest = this.rest.slice(same);
      if (same < part.length) return false;
    }
    return true;
  }
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < b.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** @throws BadElement */
export function readElement(draft: Draft, element: string, next: () => string): void {
  const read = READERS[element];
  if (read !== undefined) read(draft, element, next);
  else if (isOffset(element)) readOffset(draft, element);
  else readFraction(draft, element);
}

type Reader = (draft: Draft, element: string, next: () => string) => void;

const readMonth: Reader = (draft, element) => {
  draft.month = element.startsWith('J') ? readName(draft, MONTHS, element) + 1 : readNumber(draft, element === '01');
  checkRange('month', draft.month, 1, 12);
};

const readWeekday: Reader = (draft, element) => {
  readName(draft, WEEKDAYS, element);
};

const readDay: Reader = (draft, element) => {
  if (element === '_2' && draft.rest.startsWith(' ')) draft.take(1);
  draft.day = readNumber(draft, element === '02');
};

const readYearDay: Reader = (draft, element) => {
  if (element === '__2') draft.rest = draft.rest.replace(/^ {1,2}/, '');
  const [digits = ''] = /^[0-9]{1,3}/.exec(draft.rest) ?? [];
  if (digits === '' || (element === '002' && digits.length < 3)) throw new BadElement();
  draft.yearDay = Number(draft.take(digits.length));
};

const readHour12: Reader = (draft, element) => {
  draft.hour = readNumber(draft, element === '03');
  checkRange('hour', draft.hour, 0, 12);
};

const readMinute: Reader = (draft, element) => {
  draft.minute = readNumber(draft, element === '04');
  checkRange('minute', draft.minute, 0, 59);
};

/** A fraction may follow the second, even if the layout has none. */
const readSecond: Reader = (draft, element, next) => {
  draft.second = readNumber(draft, element === '05');
  checkRange('second', draft.second, 0, 59);
  const [fraction = ''] = /^[.,][0-9]+/.exec(draft.rest) ?? [];
  if (fraction !== '' && fractionOf(next()) === undefined)
    draft.nanoseconds = toNanoseconds(draft.take(fraction.length));
};

const readHalf: Reader = (draft, element) => {
  const half = draft.take(2);
  if (element === 'PM' ? half !== 'AM' && half !== 'PM' : half !== 'am' && half !== 'pm') throw new BadElement();
  if (half.toLowerCase() === 'pm') draft.isEvening = true;
  else draft.isMorning = true;
};

const READERS: Readonly<Record<string, Reader>> = {
  '2006': (draft) => {
    if (!/^[0-9]{4}/.test(draft.rest)) throw new BadElement();
    draft.year = Number(draft.take(4));
  },
  '06': (draft) => {
    if (draft.rest.length < 2) throw new BadElement();
    const year = toInteger(draft.take(2));
    draft.year = year >= 69 ? year + 1900 : year + 2000;
  },
  January: readMonth,
  Jan: readMonth,
  '1': readMonth,
  '01': readMonth,
  Monday: readWeekday,
  Mon: readWeekday,
  '2': readDay,
  _2: readDay,
  '02': readDay,
  __2: readYearDay,
  '002': readYearDay,
  '15': (draft) => {
    draft.hour = readNumber(draft, false);
    checkRange('hour', draft.hour, 0, 23);
  },
  '3': readHour12,
  '03': readHour12,
  '4': readMinute,
  '04': readMinute,
  '5': readSecond,
  '05': readSecond,
  PM: readHalf,
  pm: readHalf,
  MST: (draft) => {
    if (draft.rest.startsWith('UTC')) {
      draft.take(3);
      draft.zone = 'UTC';
      return;
    }
    const length = zoneNameLength(draft.rest);
    if (length === 0) throw new BadElement();
    draft.zoneName = draft.take(length);
  },
};

function readName(draft: Draft, names: readonly string[], element: string): number {
  const isShort = element.length === 3;
  const found = names.findIndex((name) => {
    const start = isShort ? name.slice(0, 3) : name;
    return draft.rest.slice(0, start.length).toLowerCase() === start.toLowerCase();
  });
  if (found < 0) throw new BadElement();
  draft.take(isShort ? 3 : (names[found] as string).length);
  return found;
}

/** One digit or two; exactly two where the layout fills up with zeros. */
function readNumber(draft: Draft, isFixed: boolean): number {
  const [digits = ''] = /^[0-9]{1,2}/.exec(draft.rest) ?? [];
  if (digits === '' || (isFixed && digits.length < 2)) throw new BadElement();
  return Number(draft.take(digits.length));
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (value < least || value > most) throw new BadElement(name);
}

/** Whole text as a number, which may have a sign. */
function toInteger(text: string): number {
  if (!/^[+-]?[0-9]*$/.test(text)) throw new BadElement();
  const size = Number(text.replace(/^[+-]/, ''));
  return text.startsWith('-') ? -size : size;
}

/** `+02`, `+0200`, `+02:00` and so on, as long as the element; some write 24 hours or 60 minutes. */
function readOffset(draft: Draft, element: string): void {
  if (element.startsWith('Z') && draft.rest.startsWith('Z')) {
    draft.take(1);
    draft.zone = 'UTC';
    return;
  }
  const text = draft.take(element.length);
  const form = element.replace(/^./, '[+-]').replace(/[0-9]{2}/g, '([0-9]{2})');
  const match = new RegExp(`^${form}$`).exec(text);
  if (match === null) throw new BadElement();
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map(Number);
  checkRange('time zone offset second', seconds, 0, 60);
  checkRange('time zone offset minute', minutes, 0, 60);
  checkRange('time zone offset hour', hours, 0, 24);
  const offset = ((hours * 60 + minutes) * 60 + seconds) * (text.startsWith('-') ? -1 : 1);
  // Go means by this one that there is none
  draft.offset = offset === -1 ? undefined : offset;
}

function readFraction(draft: Draft, element: string): void {
  if (fractionOf(element) === 'trimmed') {
    const [fraction] = /^[.,][0-9]+/.exec(draft.rest) ?? [];
    if (fraction !== undefined) draft.nanoseconds = toNanoseconds(draft.take(fraction.length));
    return;
  }
  const length = 1 + digitsOf(element);
  if (draft.rest.length < length) throw new BadElement();
  draft.nanoseconds = toNanoseconds(draft.take(length));
}

/** Of a point or comma and what follows it, of which Go reads nine characters. */
function toNanoseconds(fraction: string): number {
  if (!/^[.,]/.test(fraction)) throw new BadElement();
  const digits = fraction.slice(1, 10);
  const value = toInteger(digits);
  if (value < 0) throw new BadElement('fractional second');
  return value * 10 ** (9 - digits.length);
}
