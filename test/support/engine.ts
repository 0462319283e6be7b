import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonnetEngine } from '../../lambda/jsonnet/engine';

/** The engine as it ships: run `npm run build` first. */
const compiled = new WebAssembly.Module(readFileSync(join(__dirname, '../../dist/function/jsonnet.wasm')));

export function testEngine(): JsonnetEngine {
  return new JsonnetEngine(compiled);
}
