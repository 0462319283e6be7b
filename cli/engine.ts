import { join } from 'node:path';
import type { JsonnetEvaluator } from '../lambda/jsonnet/evaluator';
import { compileJsonnet, startJsonnet } from '../lambda/start/jsonnet';

/** The engine that ships in the function's zip, beside the command in the package. */
export async function loadJsonnet(): Promise<JsonnetEvaluator> {
  const directory = join(__dirname, '../function');
  return startJsonnet(await compileJsonnet(directory), directory);
}
