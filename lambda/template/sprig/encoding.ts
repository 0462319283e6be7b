import { FunctionError, type GoFunction } from '../go-function';
import { fromBytes, toBytes } from '../go-string';
import { STRING } from '../go-type';
import { checkLength } from '../limits';
import { define } from './define';
import { decodeBase32, encodeBase32 } from './encoding/base32';
import { decodeBase64 } from './encoding/base64';

function b64enc(text: string): string {
  const bytes = toBytes(text);
  checkLength((bytes.length * 4) / 3);
  return Buffer.from(bytes).toString('base64');
}

function b32enc(text: string): string {
  const bytes = toBytes(text);
  checkLength((bytes.length * 8) / 5);
  return encodeBase32(bytes);
}

/** Of a text that cannot be decoded, sprig gives the error as the result. */
function decoded(decode: (text: string) => Uint8Array, text: string): string {
  try {
    return fromBytes(decode(text));
  } catch (error) {
    if (error instanceof FunctionError) return error.message;
    throw error;
  }
}

export const ENCODING: Readonly<Record<string, GoFunction>> = {
  b64enc: define([STRING], STRING, b64enc),
  b64dec: define([STRING], STRING, (text: string) => decoded(decodeBase64, text)),
  b32enc: define([STRING], STRING, b32enc),
  b32dec: define([STRING], STRING, (text: string) => decoded(decodeBase32, text)),
};
