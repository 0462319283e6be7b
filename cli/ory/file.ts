import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { OryConfigError } from '../../lib/ory/problem';
import { BadInput } from '../bad-input';

const STANDARD_INPUT = 0;

/** The text of an Ory configuration; `-` is standard input. */
export function readOryFile(path: string): string {
  try {
    return readFileSync(path === '-' ? STANDARD_INPUT : path, 'utf8');
  } catch (error) {
    throw new BadInput(`the Ory configuration ${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** How an Ory configuration is called in what is printed about it. */
export function nameOf(path: string): string {
  return path === '-' ? 'stdin' : basename(path);
}

/**
 * Writes to a file, or to standard output.
 *
 * @param mode the file's, also of one that is there. @default - as new files have it
 */
export function writeOut(text: string, file: string | undefined, mode?: number): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    // and not a device such as /dev/stdout
    if (mode !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile()) chmodSync(file, mode);
    writeFileSync(file, text, mode === undefined ? {} : { mode });
  } catch (error) {
    throw new BadInput(`--out ${file} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** Runs a command whose input may be readable and still of no use: that is told, with exit code 1. */
export async function orExit(command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof OryConfigError)) throw error;
    process.stderr.write(`sms-courier: ${error.message}\n`);
    process.exitCode = 1;
  }
}
