/**
 * Go's `unicode` package over single runes. Categories and case pairs are those of the Unicode version that Node carries,
 * which knows a few more letters than Go's.
 */

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;
const NUMBER = /^\p{N}$/u;
const PUNCTUATION = /^\p{P}$/u;
const UPPER = /^\p{Lu}$/u;
const LOWER = /^\p{Ll}$/u;
const TITLE = /^\p{Lt}$/u;

const is = (category: RegExp) => (rune: number) => category.test(String.fromCodePoint(rune));

export const isLetter = is(LETTER);
export const isDigit = is(DIGIT);
export const isNumber = is(NUMBER);
export const isPunct = is(PUNCTUATION);
export const isUpper = is(UPPER);
export const isLower = is(LOWER);
export const isTitle = is(TITLE);

/** The property White_Space, which JavaScript's `\s` is not: that lacks U+0085 and has U+FEFF. */
export function isSpace(rune: number): boolean {
  if (rune < 0x80) return rune === 0x20 || (rune >= 0x09 && rune <= 0x0d);
  return (
    rune === 0x85 ||
    rune === 0xa0 ||
    rune === 0x1680 ||
    (rune >= 0x2000 && rune <= 0x200a) ||
    rune === 0x2028 ||
    rune === 0x2029 ||
    rune === 0x202f ||
    rune === 0x205f ||
    rune === 0x3000
  );
}

/** One rune for one rune: `ß` stays, where JavaScript makes `SS` of it. */
export function toUpper(rune: number): number {
  const upper = String.fromCodePoint(rune).toUpperCase();
  const first = upper.codePointAt(0) as number;
  if (upper.length === (first > 0xffff ? 2 : 1)) return first;
  return toUpperGreek(rune);
}

/** Greek letters with iota subscript have a capital of one rune that JavaScript does not use; all else that grows stays. */
function toUpperGreek(rune: number): number {
  if (rune >= 0x1f80 && rune <= 0x1faf) return rune | 8;
  if (rune === 0x1fb3 || rune === 0x1fc3 || rune === 0x1ff3) return rune + 9;
  return rune;
}

export function toLower(rune: number): number {
  return rune === 0x130 ? 0x69 : (String.fromCodePoint(rune).toLowerCase().codePointAt(0) as number);
}

/** As {@link toUpper}, but for digraphs such as `dž` (`Dž`, not `DŽ`) and Georgian, whose capitals do not begin words. */
export function toTitle(rune: number): number {
  if (rune >= 0x1c4 && rune <= 0x1cc) return 0x1c5 + 3 * Math.floor((rune - 0x1c4) / 3);
  if (rune >= 0x1f1 && rune <= 0x1f3) return 0x1f2;
  if (rune >= 0x10d0 && rune <= 0x10ff) return rune;
  return toUpper(rune);
}
