import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvFile } from '../../local/env-file';
import { temporaryFolder } from './support';

const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  process.chdir(folder);
});

afterEach(() => process.chdir(before));

test('reads .env, where there is one, also as an editor on Windows writes it', () => {
  expect(readEnvFile(undefined)).toEqual({});
  writeFileSync('.env', '\uFEFFSMS_A=1\r\nexport SMS_B="two # words" # a note\r\n');
  expect(readEnvFile(undefined)).toEqual({ SMS_A: '1', SMS_B: 'two # words' });
});

test('passes over a folder of that name, but not one that was named', () => {
  mkdirSync('.env');
  expect(readEnvFile(undefined)).toEqual({});
  expect(() => readEnvFile('.env')).toThrow('--env-file .env cannot be read: EISDIR');
  expect(() => readEnvFile(join(folder, 'none'))).toThrow('none cannot be read: ENOENT');
});
