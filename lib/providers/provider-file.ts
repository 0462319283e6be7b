import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a file of a provider's folder. */
export function readProviderFile(id: string, name: string): string {
  return readFileSync(join(__dirname, id, name), 'utf8');
}

export function hasProviderFile(id: string, name: string): boolean {
  return existsSync(join(__dirname, id, name));
}
