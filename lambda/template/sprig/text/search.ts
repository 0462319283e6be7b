import { FunctionError } from '../../go-function';
import { hasRawBytes, normalize, toRunes } from '../../go-string';
import { STRING_MAP, STRING_SLICE } from '../../go-type';
import { isSpace } from '../../go-unicode';
import { checkItems, checkLength } from '../../limits';
import { type GoInt, GoMap, GoSlice } from '../../value';
import { searchable } from './bytes';

export function contains(part: string, text: string): boolean {
  const [[needle, hay]] = searchable([part, text]);
  return hay.includes(needle);
}

export function hasPrefix(prefix: string, text: string): boolean {
  const [[start, whole]] = searchable([prefix, text]);
  return whole.startsWith(start);
}

export function hasSuffix(suffix: string, text: string): boolean {
  const [[end, whole]] = searchable([suffix, text]);
  return whole.endsWith(end);
}

export function trimPrefix(prefix: string, text: string): string {
  const [[start, whole], restore] = searchable([prefix, text]);
  return whole.startsWith(start) ? restore(whole.slice(start.length)) : text;
}

export function trimSuffix(suffix: string, text: string): string {
  const [[end, whole], restore] = searchable([suffix, text]);
  return whole.endsWith(end) ? restore(whole.slice(0, whole.length - end.length)) : text;
}

export function trim(text: string): string {
  return trimRunes(text, isSpace);
}

/** Without the runes of `cutset` at both ends. */
export function trimAll(cutset: string, text: string): string {
  const runes = new Set(toRunes(cutset));
  return trimRunes(text, (rune) => runes.has(rune));
}

function trimRunes(text: string, isCut: (rune: number) => boolean): string {
  let start = 0;
  let end = text.length;
  while (start < end) {
    const character = String.fromCodePoint(text.codePointAt(start) as number);
    if (!isCut(toRune(character))) break;
    start += character.length;
  }
  while (end > start) {
    const character = String.fromCodePoint(text.codePointAt(isPairBefore(text, end) ? end - 2 : end - 1) as number);
    if (!isCut(toRune(character))) break;
    end -= character.length;
  }
  return text.slice(start, end);
}

function toRune(character: string): number {
  return toRunes(character)[0] as number;
}

/** Whether the character that ends there has two units. */
function isPairBefore(text: string, end: number): boolean {
  return end > 1 && (text.codePointAt(end - 2) as number) > 0xffff;
}

export function replace(from: string, to: string, text: string): string {
  if (from === '') return insertBetween(to, text);
  const [[old, fresh, whole], restore] = searchable([from, to, text]);
  const pieces = whole.split(old);
  checkLength(whole.length + (pieces.length - 1) * (fresh.length - old.length));
  return restore(pieces.join(fresh));
}

/** Before, between and after all characters. */
function insertBetween(separator: string, text: string): string {
  const characters = [...text];
  checkLength(text.length + (characters.length + 1) * separator.length);
  return normalize(['', ...characters, ''].join(separator));
}

/** Repetitions of a text. @throws FunctionError with the text of Go's panic */
export function repeat({ value: count }: GoInt, text: string): string {
  if (count < 0n) throw new FunctionError('strings: negative Repeat count');
  if (text === '') return '';
  checkLength(text.length * Number(count));
  return normalize(text.repeat(Number(count)));
}

export function indent(spaces: GoInt, text: string): string {
  const pad = repeat(spaces, ' ');
  const lines = text.split('\n');
  checkLength(text.length + lines.length * pad.length);
  return pad + lines.join(`\n${pad}`);
}

export function splitList(separator: string, text: string): GoSlice {
  return new GoSlice(splitText(separator, text), STRING_SLICE);
}

/** A map of the parts: `_0`, `_1`, …. */
export function split(separator: string, text: string): GoMap {
  return numbered(splitText(separator, text));
}

/** As {@link split}, into that many parts at most; into as many as there are for a negative number, into none for zero. */
export function splitn(separator: string, count: GoInt, text: string): GoMap {
  return numbered(count.value < 0n ? splitText(separator, text) : splitText(separator, text, Number(count.value)));
}

function numbered(parts: readonly string[]): GoMap {
  return new GoMap(new Map(parts.map((part, at) => [`_${at}`, part])), STRING_MAP);
}

function splitText(separator: string, text: string, most = Number.POSITIVE_INFINITY): string[] {
  if (most === 0) return [];
  if (separator === '') return splitCharacters(text, most);
  const [[part, whole], restore] = searchable([separator, text]);
  const parts: string[] = [];
  let start = 0;
  while (parts.length < most - 1) {
    const end = whole.indexOf(part, start);
    if (end < 0) break;
    checkItems(parts.push(whole.slice(start, end)) + 1);
    start = end + part.length;
  }
  parts.push(whole.slice(start));
  return parts.map(restore);
}

/** Characters, of which the last one is all the rest; bytes that are no character become U+FFFD, but in the last one. */
function splitCharacters(text: string, most: number): string[] {
  const characters = [...text];
  if (characters.length > most) characters.push(characters.splice(most - 1).join(''));
  checkItems(characters.length);
  return characters.map((character, at) =>
    at < characters.length - 1 && hasRawBytes(character) ? '\uFFFD' : character,
  );
}
