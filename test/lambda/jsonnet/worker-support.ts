import { join } from 'node:path';
import { JsonnetError } from '../../../lambda/jsonnet/error';
import type { JsonnetEvaluator } from '../../../lambda/jsonnet/evaluator';
import { WorkerEvaluator } from '../../../lambda/jsonnet/worker/evaluator';
import { jsonnetFiles } from '../../../lambda/start/jsonnet-files';

/** The engine and its worker as they ship: run `npm run build` first. */
const SHIPPED = jsonnetFiles(join(__dirname, '../../../dist/function'));

const SHIPPED_WORKER = SHIPPED.worker;

export function workerJsonnet(worker = SHIPPED_WORKER): JsonnetEvaluator {
  return new WorkerEvaluator({ ...SHIPPED, worker });
}

/** What came of an evaluation, and when, in milliseconds from the call. */
export interface Ending {
  readonly value?: unknown;
  readonly error?: unknown;
  readonly milliseconds: number;
}

export async function timed(jsonnet: JsonnetEvaluator, snippet: string, ctx: unknown = {}): Promise<Ending> {
  const asked = performance.now();
  const outcome = await jsonnet.evaluate(snippet, { name: 'ctx', value: ctx }).then(
    (text) => ({ value: JSON.parse(text) as unknown }),
    (error: unknown) => ({ error }),
  );
  return { ...outcome, milliseconds: performance.now() - asked };
}

export const limit = (reason: string | RegExp): unknown =>
  expect.objectContaining({
    constructor: JsonnetError,
    kind: 'limit',
    reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
  });
