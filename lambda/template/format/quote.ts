import { hasRawBytes } from '../go-string';
import { checkLength } from '../limits';

const SIMPLE = /^[ !#-[\]-~]*$/;
/** Go's `unicode.IsPrint`, but of the Unicode version that Node carries: what that has and Go's has not is not escaped. */
const PRINTABLE = /^[ \p{L}\p{M}\p{N}\p{P}\p{S}]$/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
]);

/** Go's `strconv.Quote`: the text as a literal in double quotes. */
export function quote(text: string): string {
  return SIMPLE.test(text) ? `"${text}"` : quoteWith(text, '"', false);
}

/** The same in ASCII. */
export function quoteToAscii(text: string): string {
  return SIMPLE.test(text) ? `"${text}"` : quoteWith(text, '"', true);
}

/** A character as a literal in single quotes. */
export function quoteRune(character: string, ascii: boolean): string {
  return quoteWith(character, "'", ascii);
}

/** Not in a raw string: control characters but the tab, the backquote itself, U+FEFF, bytes that are no UTF-8. */
export function canBackquote(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x60 || code === 0x7f || code === 0xfeff || (code < 0x20 && code !== 0x09)) return false;
  }
  return !hasRawBytes(text);
}

export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character);
}

function quoteWith(text: string, mark: string, ascii: boolean): string {
  let quoted = mark;
  for (const character of text) {
    quoted += escapeCharacter(character, mark, ascii);
    checkLength(quoted.length);
  }
  return quoted + mark;
}

function escapeCharacter(character: string, mark: string, ascii: boolean): string {
  if (character === mark) return `\\${mark}`;
  const escaped = ESCAPES.get(character);
  if (escaped !== undefined) return escaped;
  const code = character.codePointAt(0) as number;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${hex(code - 0xdc00, 2)}`;
  if ((code < 0x80 || !ascii) && isPrintable(character)) return character;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
