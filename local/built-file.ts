import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { functionDirectory } from '../lib/function-zip';

/** A file that the build makes of this folder: what runs in a process of its own is plain JavaScript, in a clone as in the package. */
export function builtFile(name: string): string {
  const file = join(dirname(functionDirectory()), 'local', name);
  if (!existsSync(file)) throw new Error(`${file} does not exist: run "npm run build" first`);
  return file;
}
