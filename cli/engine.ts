import { join } from 'node:path';
import { JsonnetEngine } from '../lambda/jsonnet/engine';
import { inThread, type JsonnetEvaluator } from '../lambda/jsonnet/evaluator';
import { compileJsonnet } from '../lambda/start/jsonnet';

/** The engine that ships in the function's zip, beside the command in the package. */
export async function loadJsonnet(): Promise<JsonnetEvaluator> {
  return inThread(new JsonnetEngine(await compileJsonnet(join(__dirname, '../function'))));
}
