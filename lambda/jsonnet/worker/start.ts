import { Worker } from 'node:worker_threads';
import { Clock } from './clock';
import type { WorkerSetup } from './protocol';

/** Megabytes of JavaScript heap in the worker; the engine's memory is not in it, the texts that go in and out are. */
const WORKER_HEAP_MB = 64;

/** The files that a worker runs on. */
export interface WorkerFiles {
  /** The worker's bundle. */
  readonly worker: string;
  /** The engine's WebAssembly. */
  readonly engine: string;
}

export interface RunningWorker {
  readonly thread: Worker;
  readonly clock: Clock;
}

/** Starts a worker, which gets ready by itself. */
export function startWorker(files: WorkerFiles): RunningWorker {
  const clock = new Clock();
  const setup: WorkerSetup = { engineFile: files.engine, clock: clock.memory };
  const thread = new Worker(files.worker, {
    name: 'jsonnet',
    workerData: setup,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
  return { thread, clock };
}
