import { readFileSync } from 'node:fs';

/** Reads a file that an option names. @throws Error that says which */
export function readGiven(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${option} ${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
