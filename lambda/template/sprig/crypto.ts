import { createHash } from 'node:crypto';
import { FunctionError, type GoFunction } from '../go-function';
import { toBytes } from '../go-string';
import { ANY, STRING, UINT32 } from '../go-type';
import { decryptAes, encryptAes } from './crypto/aes';
import { derivePassword } from './crypto/derive-password';
import { define } from './define';

/** bcrypt's cost in Go, 2 ** 10 rounds. */
const BCRYPT_COST = 10;

/** They take seconds, and what they make is longer than any SMS. */
const WITHOUT_PLACE = [
  'genPrivateKey',
  'buildCustomCert',
  'genCA',
  'genCAWithKey',
  'genSelfSignedCert',
  'genSelfSignedCertWithKey',
  'genSignedCert',
  'genSignedCertWithKey',
];

export const CRYPTO: Readonly<Record<string, GoFunction>> = {
  sha1sum: define([STRING], STRING, digest('sha1')),
  sha256sum: define([STRING], STRING, digest('sha256')),
  sha512sum: define([STRING], STRING, digest('sha512')),
  adler32sum: define([STRING], STRING, (text: string) => String(adler32(toBytes(text)))),
  bcrypt: define([STRING], STRING, bcrypt),
  htpasswd: define([STRING, STRING], STRING, (user: string, password: string) =>
    user.includes(':') ? `invalid username: ${user}` : `${user}:${bcrypt(password)}`,
  ),
  derivePassword: define([UINT32, STRING, STRING, STRING, STRING], STRING, derivePassword),
  encryptAES: define([STRING, STRING], STRING, encryptAes),
  decryptAES: define([STRING, STRING], STRING, decryptAes),
  ...Object.fromEntries(WITHOUT_PLACE.map((name) => [name, define([], STRING, refuse, ANY)])),
};

function digest(algorithm: string): (text: string) => string {
  return (text) => createHash(algorithm).update(toBytes(text)).digest('hex');
}

/** https://www.rfc-editor.org/rfc/rfc1950#section-8.2 */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

function bcrypt(text: string): string {
  // loaded by the first template that hashes a password
  const { hashSync } = require('bcryptjs') as typeof import('bcryptjs');
  return hashSync(text, BCRYPT_COST).replace(/^\$2[by]\$/, '$2a$');
}

function refuse(): never {
  throw new FunctionError('a key or certificate has no place in an SMS: the courier does not make any');
}
