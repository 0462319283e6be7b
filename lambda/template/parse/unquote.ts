import { fromBytes, fromRune, toBytes } from '../go-string';

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What a quoted literal is malformed with, as Go's strconv says it. */
class InvalidSyntax extends Error {
  constructor() {
    super('invalid syntax');
  }
}

/** The text of a Go string literal, raw or interpreted. https://go.dev/ref/spec#String_literals @throws InvalidSyntax */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`')) return body.replaceAll('\r', '');
  if (!body.includes('\\')) return body;
  const bytes: number[] = [];
  for (let at = 0; at < body.length; ) {
    const { value, isByte, length } = unquoteChar(body, at, '"');
    bytes.push(...(isByte ? [value] : toBytes(fromRune(value))));
    at += length;
  }
  return fromBytes(Uint8Array.from(bytes));
}

/** The code point of a Go rune literal. https://go.dev/ref/spec#Rune_literals @throws InvalidSyntax, Error */
export function unquoteRune(literal: string): number {
  if (literal === "''") throw new InvalidSyntax();
  const { value, length } = unquoteChar(literal, 1, "'");
  if (literal.slice(1 + length) !== "'") throw new Error(`malformed character constant: ${literal}`);
  return value;
}

interface Character {
  readonly value: number;
  /** An octal or hexadecimal escape: a byte, not a code point. */
  readonly isByte: boolean;
  /** UTF-16 units that it takes in the source. */
  readonly length: number;
}

function unquoteChar(text: string, at: number, quote: string): Character {
  const code = text.codePointAt(at) as number;
  if (text[at] === quote) throw new InvalidSyntax();
  if (text[at] !== '\\') return { value: code, isByte: false, length: code > 0xffff ? 2 : 1 };
  const letter = text[at + 1] ?? '';
  if (/[0-7]/.test(letter)) {
    const digits = text.slice(at + 1, at + 4);
    const value = Number.parseInt(digits, 8);
    if (!/^[0-7]{3}$/.test(digits) || value > 255) throw new InvalidSyntax();
    return { value, isByte: true, length: 4 };
  }
  const count = HEX_DIGITS[letter];
  if (count !== undefined) {
    const digits = text.slice(at + 2, at + 2 + count);
    if (digits.length < count || !/^[0-9a-fA-F]+$/.test(digits)) throw new InvalidSyntax();
    const value = Number.parseInt(digits, 16);
    if (letter !== 'x' && (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))) throw new InvalidSyntax();
    return { value, isByte: letter === 'x', length: 2 + count };
  }
  const simple = SIMPLE[letter];
  if (simple === undefined || ((letter === "'" || letter === '"') && letter !== quote)) throw new InvalidSyntax();
  return { value: simple, isByte: false, length: 2 };
}
