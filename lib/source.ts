import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Ends with an error that names what the text is for. */
export type Fail = (problem: string) => never;

/**
 * Reads a text from where Ory's configuration says it is; one without a scheme is the text itself.
 *
 * @param folder what the paths of files are relative to
 */
export function readSource(source: string, fail: Fail, folder = process.cwd()): string {
  if (source.startsWith('base64://')) return utf8(decode(source.slice('base64://'.length), fail), fail);
  if (source.startsWith('file://')) return utf8(read(source.slice('file://'.length), folder, fail), fail);
  if (/^https?:\/\//.test(source))
    return fail(`is at ${source}: download it and use file://, so that a deploy does not depend on another server`);
  return source;
}

/** As Go's base64.StdEncoding: standard alphabet, padding required, line breaks ignored. */
function decode(text: string, fail: Fail): Buffer {
  const stripped = text.replace(/[\r\n]/g, '');
  if (stripped.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(stripped)) {
    return fail(`is not standard base64 with padding (${stripped.length} characters after base64://)`);
  }
  return Buffer.from(stripped, 'base64');
}

function read(path: string, folder: string, fail: Fail): Buffer {
  try {
    return readFileSync(resolve(folder, path));
  } catch (error) {
    return fail(`is in ${path}, which cannot be read from ${folder}: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function utf8(bytes: Buffer, fail: Fail): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail('is not UTF-8');
  }
}
