import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { WorkerEvaluator } from '../jsonnet/worker/evaluator';

/** The engine's file in the function's zip. */
export const JSONNET_FILE = 'jsonnet.wasm';

/** The worker's bundle beside it. */
export const JSONNET_WORKER_FILE = 'jsonnet-worker.js';

export async function compileJsonnet(directory: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(join(directory, JSONNET_FILE)));
}

/** Starts the worker that evaluates; it gets ready while its caller goes on. */
export function startJsonnet(module: WebAssembly.Module, directory: string): JsonnetEvaluator {
  return new WorkerEvaluator(module, join(directory, JSONNET_WORKER_FILE));
}
