import { normalize } from '../../go-string';
import { checkLength } from '../../limits';
import type { GoInt } from '../../value';
import { fromBinary, isOneBytePerUnit, toBinary } from './bytes';

/** Breaks a text at spaces into lines of that many bytes; a longer word stays whole. */
export function wrap(width: GoInt, text: string): string {
  return joinLines(text, (bytes) => breakLines(bytes, width.value, false), '\n');
}

/** Breaks a text at spaces, and words that are too long anywhere, into lines of that many bytes. */
export function wrapWith(width: GoInt, separator: string, text: string): string {
  return joinLines(text, (bytes) => breakLines(bytes, width.value, true), separator || '\n');
}

function joinLines(text: string, toLines: (bytes: string) => string[], separator: string): string {
  const simple = isOneBytePerUnit(text);
  const lines = simple ? toLines(text) : toLines(toBinary(text)).map(fromBinary);
  checkLength(text.length + (lines.length - 1) * separator.length);
  return normalize(lines.join(separator));
}

/** @param bytes one character for each byte */
function breakLines(bytes: string, width: bigint, breaksWords: boolean): string[] {
  if (width >= bytes.length) return [bytes];
  const most = Math.max(Number(width), 1);
  const lines: string[] = [];
  let start = 0;
  while (bytes.length - start > most) {
    if (bytes[start] === ' ') {
      start++;
      continue;
    }
    const space = bytes.slice(start, start + most + 1).lastIndexOf(' ');
    const end = space >= 0 ? start + space : breaksWords ? start + most : bytes.indexOf(' ', start + most);
    if (end < 0) break;
    lines.push(bytes.slice(start, end));
    start = space < 0 && breaksWords ? end : end + 1;
  }
  lines.push(bytes.slice(start));
  return lines;
}
