import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The engine's file in the function's zip. */
export const JSONNET_FILE = 'jsonnet.wasm';

export async function compileJsonnet(directory: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(join(directory, JSONNET_FILE)));
}
