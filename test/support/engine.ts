import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonnetEngine } from '../../lambda/jsonnet/engine';
import { inThread, type JsonnetEvaluator } from '../../lambda/jsonnet/evaluator';

/** The engine as it ships: run `npm run build` first. */
const compiled = new WebAssembly.Module(readFileSync(join(__dirname, '../../dist/function/jsonnet.wasm')));

export function testJsonnet(): JsonnetEvaluator {
  return inThread(new JsonnetEngine(compiled));
}
