import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { FunctionError } from '../../go-function';
import { fromBytes, toBytes } from '../../go-string';

const BLOCK = 16;

/** AES-256-CBC with the password itself as the key, cut or filled up with zeros, and a random vector before the text, in base64. */
export function encryptAes(password: string, text: string): string {
  if (text === '') return '';
  const vector = randomBytes(BLOCK);
  const cipher = createCipheriv('aes-256-cbc', keyOf(password), vector);
  return Buffer.concat([vector, cipher.update(toBytes(text)), cipher.final()]).toString('base64');
}

/** @throws FunctionError */
export function decryptAes(password: string, encoded: string): string {
  if (encoded === '') return '';
  const bytes = decode(encoded);
  if (bytes.length < BLOCK)
    throw new FunctionError(`runtime error: slice bounds out of range [:${BLOCK}] with capacity ${bytes.length}`);
  const decipher = createDecipheriv('aes-256-cbc', keyOf(password), bytes.subarray(0, BLOCK)).setAutoPadding(false);
  const content = bytes.subarray(BLOCK);
  if (content.length % BLOCK !== 0) throw new FunctionError('crypto/cipher: input not full blocks');
  const text = Buffer.concat([decipher.update(content), decipher.final()]);
  const padding = text.at(-1);
  if (padding === undefined) throw new FunctionError('runtime error: index out of range [-1]');
  if (padding > text.length)
    throw new FunctionError(`runtime error: slice bounds out of range [:${text.length - padding}]`);
  return fromBytes(text.subarray(0, text.length - padding));
}

function keyOf(password: string): Buffer {
  const key = Buffer.alloc(32);
  key.set(toBytes(password).subarray(0, 32));
  return key;
}

/** As Go's base64.StdEncoding: the offset of what is wrong is told. */
function decode(encoded: string): Buffer {
  const text = encoded.replace(/[\r\n]/g, '');
  const valid = /^(?:[A-Za-z0-9+/]{4})*/.exec(text)?.[0].length ?? 0;
  const rest = text.slice(valid);
  if (rest !== '' && !/^(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/.test(rest)) {
    const offset = valid + (/[^A-Za-z0-9+/]/.exec(rest)?.index ?? (rest.length >= 4 ? rest.length : 0));
    throw new FunctionError(`illegal base64 data at input byte ${offset}`);
  }
  return Buffer.from(text, 'base64');
}
