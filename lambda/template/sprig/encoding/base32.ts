import { FunctionError } from '../../go-function';
import { toBinary } from '../text/bytes';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const GROUP = 8;

export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += DIGITS.charAt((value >> (bits - 5)) & 31);
  }
  if (bits > 0) text += DIGITS.charAt((value << (5 - bits)) & 31);
  return text.padEnd(Math.ceil(text.length / GROUP) * GROUP, '=');
}

/** Bytes of a base32 text, padded, in which line ends do not count. @throws FunctionError with Go's text */
export function decodeBase32(text: string): Uint8Array {
  const digits = checkedDigits(toBinary(text).replace(/[\r\n]/g, ''));
  const bytes = new Uint8Array(Math.floor((digits.length * 5) / 8));
  let value = 0;
  let bits = 0;
  let length = 0;
  for (const digit of digits) {
    value = ((value << 5) | DIGITS.indexOf(digit)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = value >> bits;
  }
  return bytes;
}

/** The text without its padding. */
function checkedDigits(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const place = at % GROUP;
    const left = text.length - at - 1;
    if (text[at] === '=' && place >= 2 && left < GROUP) {
      checkPadding(text, at, place);
      return text.slice(0, at);
    }
    if (!/[A-Z2-7]/.test(text.charAt(at))) throw corrupt(at);
  }
  if (text.length % GROUP !== 0) throw corrupt(text.length - (text.length % GROUP));
  return text;
}

function checkPadding(text: string, at: number, place: number): void {
  const end = at - place + GROUP;
  if (end > text.length) throw corrupt(text.length);
  for (let next = at + 1; next < end; next++) if (text[next] !== '=') throw corrupt(next - 1);
  if (place === 3 || place === 6) throw corrupt(at);
}

function corrupt(at: number): FunctionError {
  return new FunctionError(`illegal base32 data at input byte ${at}`);
}
