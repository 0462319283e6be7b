import { fromRune, fromRunes, toRunes } from '../../go-string';
import { isLetter, isNumber, isPunct, isSpace, isUpper, toLower, toUpper } from '../../go-unicode';

const REPLACEMENT = 0xfffd;

/** `some_words` and `some words` become `SomeWords`: the words are joined, each with a capital first. */
export function camelcase(text: string): string {
  const runes = toRunes(text);
  const first = runes.findIndex((rune) => !isConnector(rune));
  // connectors alone come back with the last one doubled
  if (first < 0) return text === '' ? '' : fromRunes([...runes, runes.at(-1) as number]);
  const result = runes.slice(0, first);
  let inCapitals = isUpper(runes[first] as number);
  let previous = toUpper(runes[first] as number);
  for (let at = first + 1; at < runes.length; at++) {
    let rune = runes[at] as number;
    if (!isConnector(previous)) {
      inCapitals &&= isUpper(rune);
      if (inCapitals) rune = toLower(rune);
      result.push(previous);
    } else if (isConnector(rune)) {
      result.push(previous);
    } else {
      inCapitals = isUpper(rune);
      rune = toUpper(rune);
    }
    previous = rune;
  }
  return fromRunes([...result, previous]);
}

export function snakecase(text: string): string {
  return joinWords(splitWords(text), '_');
}

export function kebabcase(text: string): string {
  return joinWords(splitWords(text), '-');
}

type WordType = 'number' | 'upper' | 'alphabet' | 'connector' | 'punctuation' | 'other' | 'invalid';

interface Word {
  readonly type: WordType;
  readonly text: string;
}

const END: Word = { type: 'invalid', text: '' };

/** Small letters, with a connector between words; numbers stay with what they follow, or lead what they belong to. */
function joinWords(words: readonly Word[], connector: string): string {
  let result = '';
  let at = 0;
  const word = (): Word => words[at] ?? END;
  const isOneOf = (...types: readonly WordType[]): boolean => types.includes(word().type);
  const connectUnless = (...types: readonly WordType[]): void => {
    if (!isOneOf(...types)) result += connector;
  };
  const writeNumbersAndLetters = (): void => {
    for (; isOneOf('alphabet', 'number'); at++) result += word().text;
    connectUnless('invalid', 'connector', 'punctuation');
  };

  while (at < words.length - 1) {
    const before = word();
    result += lowered(before, connector);
    at++;
    if (before.type === 'number') writeNumbersAndLetters();
    else if (before.type === 'connector' || before.type === 'punctuation') continue;
    else if (!isOneOf('number')) connectUnless('connector', 'punctuation');
    else if (at < words.length - 1) {
      const number = word().text;
      at++;
      if (isOneOf('alphabet')) {
        result += connector + number;
        writeNumbersAndLetters();
      } else {
        result += number;
        connectUnless('connector', 'punctuation');
      }
    }
  }
  return result + lowered(word(), connector);
}

function lowered({ type, text }: Word, connector: string): string {
  if (type !== 'connector' && type !== 'upper') return text;
  return toRunes(text)
    .map((rune) => (isConnector(rune) ? connector : fromRune(isUpper(rune) ? toLower(rune) : rune)))
    .join('');
}

function splitWords(text: string): Word[] {
  const characters = [...text];
  const runes = toRunes(text);
  const words: Word[] = [];
  for (let start = 0; start < runes.length; ) {
    const [type, end] = nextWord(runes, start);
    words.push({ type, text: characters.slice(start, end).join('') });
    start = end;
  }
  return words;
}

/** Type of the word that starts there, and where it ends. */
function nextWord(runes: readonly number[], start: number): [WordType, number] {
  const [first, at] = nextValid(runes, start, REPLACEMENT);
  if (first === REPLACEMENT) return ['invalid', at];
  if (isConnector(first)) return ['connector', endOf(runes, at, first, isConnector)];
  if (isPunct(first)) return ['punctuation', endOf(runes, at, first, isPunct)];
  if (isUpper(first)) return ['upper', endOfUpper(runes, at, first)];
  if (isAlphabet(first)) return ['alphabet', endOf(runes, at, first, isSmallLetter)];
  if (isNumber(first)) return ['number', endOf(runes, at, first, isNumber)];
  return ['other', endOf(runes, at, first, isOther)];
}

/** A capital with small letters, or capitals up to the one that begins the next word: `HTTP` of `HTTPServer`. */
function endOfUpper(runes: readonly number[], at: number, first: number): number {
  const [second] = nextValid(runes, at, first);
  if (!isUpper(second)) return endOf(runes, at, first, isSmallLetter);
  let before = at;
  let end = at;
  let rune = first;
  while (end < runes.length) {
    const [next, nextEnd] = nextValid(runes, end, rune);
    rune = next;
    if (!isUpper(next)) return isAlphabet(next) ? before : end;
    before = end;
    end = nextEnd;
  }
  return end;
}

function endOf(runes: readonly number[], start: number, first: number, belongs: (rune: number) => boolean): number {
  let end = start;
  let rune = first;
  while (end < runes.length) {
    const [next, nextEnd] = nextValid(runes, end, rune);
    if (!belongs(next)) return end;
    rune = next;
    end = nextEnd;
  }
  return end;
}

/** The next rune that is a character, and where it ends; the one before, where there is none. */
function nextValid(runes: readonly number[], start: number, before: number): [number, number] {
  for (let at = start; at < runes.length; at++) {
    const rune = runes[at] as number;
    if (rune !== REPLACEMENT) return [rune, at + 1];
  }
  return [before, runes.length];
}

function isConnector(rune: number): boolean {
  return rune === 0x2d || rune === 0x5f || isSpace(rune);
}

/** A letter, but for the common blocks of Chinese characters. */
function isAlphabet(rune: number): boolean {
  if (!isLetter(rune)) return false;
  return !(
    (rune >= 0x4e00 && rune <= 0x9fcc) ||
    (rune >= 0x3400 && rune <= 0x4d85) ||
    (rune >= 0x20000 && rune <= 0x2b81d)
  );
}

function isSmallLetter(rune: number): boolean {
  return isAlphabet(rune) && !isUpper(rune);
}

function isOther(rune: number): boolean {
  return !isConnector(rune) && !isAlphabet(rune) && !isNumber(rune) && !isPunct(rune);
}
