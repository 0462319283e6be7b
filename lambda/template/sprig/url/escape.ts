import { quote } from '../../format';
import { FunctionError } from '../../go-function';
import { fromBytes, toBytes } from '../../go-string';

/** The part of a URL that a text is for. https://pkg.go.dev/net/url */
export type Part = 'path' | 'host' | 'userinfo' | 'fragment';

/** Characters beside letters, digits and `-_.~` that may stand as they are. */
const ALLOWED: Readonly<Record<Part, string>> = {
  path: '$&+,/:;=@',
  host: '!$&\'()*+,;=:[]<>"',
  userinfo: '$&+,;=',
  fragment: '$&+,/:;=?@!()*',
};

function isAllowed(character: string, part: Part): boolean {
  return /^[A-Za-z0-9\-_.~]$/.test(character) || ALLOWED[part].includes(character);
}

export function escapePart(text: string, part: Part): string {
  let escaped = '';
  for (const byte of toBytes(text)) {
    const character = String.fromCharCode(byte);
    const isPlain = byte < 0x80 && isAllowed(character, part);
    escaped += isPlain ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/** @throws FunctionError */
export function unescapePart(text: string, part: Part): string {
  const bytes = toBytes(text);
  const plain: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    const character = String.fromCharCode(byte);
    if (character === '%') {
      plain.push(readEscape(bytes, at, part));
      at += 2;
    } else if (part === 'host' && byte < 0x80 && !isAllowed(character, part)) {
      throw new FunctionError(`invalid character ${quote(character)} in host name`);
    } else plain.push(byte);
  }
  return fromBytes(Uint8Array.from(plain));
}

function readEscape(bytes: Uint8Array, at: number, part: Part): number {
  const written = fromBytes(bytes.subarray(at, at + 3));
  const value = /^%[0-9A-Fa-f]{2}$/.test(written) ? Number.parseInt(written.slice(1), 16) : -1;
  // in a host only what is not ASCII may be escaped
  if (value < 0 || (part === 'host' && value < 0x80 && written !== '%25'))
    throw new FunctionError(`invalid URL escape ${quote(written)}`);
  return value;
}
