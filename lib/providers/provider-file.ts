import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a file of a provider's folder. */
export function readProviderFile(id: string, name: string): string {
  return readFileSync(join(__dirname, id, name), 'utf8');
}
