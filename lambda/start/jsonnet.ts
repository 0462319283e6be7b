import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import { WorkerEvaluator } from '../jsonnet/worker/evaluator';
import type { RunningWorker } from '../jsonnet/worker/start';
import { jsonnetFiles } from './jsonnet-files';

/** Evaluates in a worker, on the files in the function's zip. */
export function startJsonnet(directory: string, first?: RunningWorker): JsonnetEvaluator {
  return new WorkerEvaluator(jsonnetFiles(directory), first);
}
