import { createHmac, scryptSync } from 'node:crypto';
import { toBytes } from '../../go-string';
import type { GoInt } from '../../value';

/** Of the Master Password algorithm, version 3. https://spectre.app/masterpassword-algorithm.pdf */
const SEED = 'com.lyndir.masterpassword';
const COST = { N: 32_768, r: 8, p: 2, maxmem: 128 * 1024 * 1024 };

const TEMPLATES: ReadonlyMap<string, readonly string[]> = new Map([
  ['maximum', ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno']],
  [
    'long',
    (
      'CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv ' +
      'CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv ' +
      'CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno'
    ).split(' '),
  ],
  ['medium', ['CvcnoCvc', 'CvcCvcno']],
  ['short', ['Cvcn']],
  ['basic', ['aaanaaan', 'aannaaan', 'aaannaaa']],
  ['pin', ['nnnn']],
]);

const CHARACTERS: Readonly<Record<string, string>> = {
  V: 'AEIOU',
  C: 'BCDFGHJKLMNPQRSTVWXYZ',
  v: 'aeiou',
  c: 'bcdfghjklmnpqrstvwxyz',
  A: 'AEIOUBCDFGHJKLMNPQRSTVWXYZ',
  a: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz',
  n: '0123456789',
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()',
};

export function derivePassword(counter: GoInt, type: string, password: string, user: string, site: string): string {
  const templates = TEMPLATES.get(type);
  if (templates === undefined) return `cannot find password template ${type}`;
  const key = scryptSync(toBytes(password), salt(user), 64, COST);
  const seed = createHmac('sha256', key)
    .update(salt(site))
    .update(uint32(Number(counter.value)))
    .digest();
  const template = templates[(seed[0] as number) % templates.length] as string;
  return Array.from(template, (letter, at) => {
    const characters = CHARACTERS[letter] as string;
    return characters[(seed[at + 1] as number) % characters.length];
  }).join('');
}

function salt(text: string): Buffer {
  const bytes = toBytes(text);
  return Buffer.concat([Buffer.from(SEED), uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
