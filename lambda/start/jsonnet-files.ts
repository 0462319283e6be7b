import { join } from 'node:path';
import type { WorkerFiles } from '../jsonnet/worker/start';

/** Where the function's zip holds what Jsonnet needs. */
export function jsonnetFiles(directory: string): WorkerFiles {
  return { worker: join(directory, 'jsonnet-worker.js'), engine: join(directory, 'jsonnet.wasm') };
}
