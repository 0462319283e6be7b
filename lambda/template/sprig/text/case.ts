import { fromRunes, toRunes } from '../../go-string';
import { isDigit, isLetter, isLower, isSpace, isTitle, isUpper, toLower, toTitle, toUpper } from '../../go-unicode';
import { toBinary } from './bytes';

const ASCII = /^[\0-\x7f]*$/;

export function upper(text: string): string {
  return ASCII.test(text) ? text.toUpperCase() : fromRunes(toRunes(text).map(toUpper));
}

export function lower(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : fromRunes(toRunes(text).map(toLower));
}

/** Capitals at the beginning of words; the rest stays as it is. */
export function title(text: string): string {
  let wordEnded = true;
  return mapRunes(text, (rune) => {
    const mapped = wordEnded ? toTitle(rune) : rune;
    wordEnded = endsWord(rune);
    return mapped;
  });
}

function endsWord(rune: number): boolean {
  if (rune > 0x7f) return !isLetter(rune) && !isDigit(rune) && isSpace(rune);
  return !/\w/.test(String.fromCharCode(rune));
}

/** Small letters at the beginning of words. */
export function untitle(text: string): string {
  let wordEnded = true;
  return mapRunes(text, (rune) => {
    const space = isSpace(rune);
    const mapped = wordEnded && !space ? toLower(rune) : rune;
    wordEnded = space;
    return mapped;
  });
}

/** Capitals become small; small letters become capitals, at the beginning of words title case. */
export function swapcase(text: string): string {
  let wordEnded = true;
  return mapRunes(text, (rune) => {
    if (isUpper(rune) || isTitle(rune)) {
      wordEnded = false;
      return toLower(rune);
    }
    if (!isLower(rune)) {
      wordEnded = isSpace(rune);
      return rune;
    }
    const mapped = wordEnded ? toTitle(rune) : toUpper(rune);
    wordEnded = false;
    return mapped;
  });
}

/** First bytes of the words, each as the character of that number: sprig takes bytes for characters here. */
export function initials(text: string): string {
  let wordEnded = true;
  return filterBytes(text, (byte) => {
    const space = isSpace(byte);
    const isFirst = wordEnded && !space;
    wordEnded = space;
    return isFirst;
  });
}

/** Without white space; where there was any, each byte becomes the character of that number, as in {@link initials}. */
export function nospace(text: string): string {
  const kept = filterBytes(text, (byte) => !isSpace(byte));
  return kept.length === toBinary(text).length ? text : kept;
}

function filterBytes(text: string, keeps: (byte: number) => boolean): string {
  return toBinary(text)
    .split('')
    .filter((character) => keeps(character.charCodeAt(0)))
    .join('');
}

function mapRunes(text: string, map: (rune: number) => number): string {
  return fromRunes(toRunes(text).map(map));
}
