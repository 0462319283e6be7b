import { join } from 'node:path';
import type { JsonnetEvaluator } from '../lambda/jsonnet/evaluator';
import { startJsonnet } from '../lambda/start/jsonnet';

/** The engine that ships in the function's zip, beside the command in the package. */
export function loadJsonnet(): JsonnetEvaluator {
  return startJsonnet(join(__dirname, '../function'));
}
