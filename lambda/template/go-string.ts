/**
 * Go's strings are bytes; ours are JavaScript strings. A byte that is not part of valid UTF-8 is kept as one lone surrogate,
 * U+DC80 to U+DCFF, which no valid text contains: so every Go string has exactly one form here, provided that whoever joins
 * strings that may hold such bytes brings the result into that form by {@link normalize}: halves of a character may have met.
 */

const ESCAPE = 0xdc00;
const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const SURROGATE = /[\uD800-\uDFFF]/;

/** Whether a string holds bytes that are no UTF-8. */
export function hasRawBytes(text: string): boolean {
  return !text.isWellFormed();
}

/** The bytes of a string: what Go's `len`, `index` and `slice` work on. */
export function toBytes(text: string): Uint8Array {
  if (!hasRawBytes(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - ESCAPE);
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

/** The string of these bytes, valid UTF-8 or not. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeLoosely(bytes);
  }
}

function decodeLoosely(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    text +=
      length === 0
        ? String.fromCharCode(ESCAPE + (bytes[at] as number))
        : strict.decode(bytes.subarray(at, at + length));
    at += length || 1;
  }
  return text;
}

/** Length of the valid UTF-8 sequence at this place; 0 if there is none. https://www.unicode.org/versions/Unicode15.0.0/ch03.pdf table 3-7 */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : (first & 0xf0) === 0xe0 ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] as number;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let next = 2; next < length; next++) if (((bytes[at + next] as number) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Length in bytes. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    if (code < 0x800) length += 1;
    // a pair counts 4 bytes for its two units; a lone low one is one raw byte
    else if (code >= 0xd800 && code <= 0xdbff) {
      length += 2;
      at += 1;
    } else if (!(code >= 0xdc80 && code <= 0xdcff)) length += 2;
  }
  return length;
}

/** Orders strings by their bytes, as Go does. UTF-16 orders alike, but for characters beyond its first plane and raw bytes. */
export function compare(a: string, b: string): number {
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(toBytes(a), toBytes(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One form for one sequence of bytes, after strings were joined: halves of a character that meet become that character. */
export function normalize(text: string): string {
  return hasRawBytes(text) ? fromBytes(toBytes(text)) : text;
}

/** Go's runes: one for each code point, U+FFFD for each byte that is no UTF-8 (what `range` and `[]rune` give). */
export function toRunes(text: string): number[] {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) as number;
    return code >= 0xdc80 && code <= 0xdcff ? 0xfffd : code;
  });
}

/** What Go's `string(rune)` gives: U+FFFD for what is no code point. */
export function fromRune(rune: number): string {
  return rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff) ? '\uFFFD' : String.fromCodePoint(rune);
}

/** What Go's `string([]rune)` gives. */
export function fromRunes(runes: readonly number[]): string {
  return runes.map(fromRune).join('');
}

/** The text as it leaves us: bytes that are no UTF-8 become U+FFFD, as in any JSON that Go writes. */
export function toWellFormed(text: string): string {
  return text.toWellFormed();
}
