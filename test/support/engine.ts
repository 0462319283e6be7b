import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonnetEngine } from '../../lambda/jsonnet/engine';
import type { JsonnetEvaluator } from '../../lambda/jsonnet/evaluator';
import { callProgram } from '../../lambda/jsonnet/program';

/** The engine as it ships: run `npm run build` first. */
const compiled = new WebAssembly.Module(readFileSync(join(__dirname, '../../dist/function/jsonnet.wasm')));

/** Evaluates on this thread, within every limit but the one of time. */
export function testJsonnet(): JsonnetEvaluator {
  const engine = new JsonnetEngine(compiled);
  return { evaluate: async (snippet, argument) => engine.evaluate(callProgram(snippet, argument)) };
}
