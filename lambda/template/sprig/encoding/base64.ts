import { FunctionError } from '../../go-function';
import { toBinary } from '../text/bytes';

/** Bytes of a base64 text, padded, in which line ends do not count. @throws FunctionError with Go's text */
export function decodeBase64(text: string): Uint8Array {
  const fault = faultOf(toBinary(text));
  if (fault !== undefined) throw new FunctionError(`illegal base64 data at input byte ${fault}`);
  return Buffer.from(text, 'base64');
}

/** The byte that Go's decoder reports, if the text is not base64. */
function faultOf(text: string): number | undefined {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (isLineEnd(character)) continue;
    if (character === '=') return faultOfPadding(text, at, digits % 4);
    if (!/[A-Za-z0-9+/]/.test(character)) return at;
    digits++;
  }
  return digits % 4 === 0 ? undefined : text.length - (digits % 4);
}

/** @param before digits of the last group, which the padding at that place completes to four characters */
function faultOfPadding(text: string, at: number, before: number): number | undefined {
  if (before < 2) return at;
  let next = skipLineEnds(text, at + 1);
  if (before === 2) {
    if (next === text.length) return next;
    if (text[next] !== '=') return next - 1;
    next = skipLineEnds(text, next + 1);
  }
  return next < text.length ? next : undefined;
}

function skipLineEnds(text: string, from: number): number {
  let at = from;
  while (isLineEnd(text.charAt(at))) at++;
  return at;
}

function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r';
}
