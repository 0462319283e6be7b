import { statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readGiven } from './given-file';

const FILE = '.env';

/** Variables of the file, by default `.env` where there is one. @throws Error if the file cannot be read */
export function readEnvFile(file: string | undefined): Record<string, string | undefined> {
  if (file === undefined && !isThere()) return {};
  // some editors begin a file with a mark of its byte order
  return parseEnv(readGiven('--env-file', file ?? FILE).replace(/^\uFEFF/, ''));
}

/** A folder of that name is an environment of Python's. */
function isThere(): boolean {
  const found = statSync(FILE, { throwIfNoEntry: false });
  return found !== undefined && !found.isDirectory();
}
