import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonnetEngine } from '../../../lambda/jsonnet/engine';
import { JsonnetError } from '../../../lambda/jsonnet/error';
import { callProgram } from '../../../lambda/jsonnet/program';

const compiled = new WebAssembly.Module(readFileSync(join(__dirname, '../../../dist/function/jsonnet.wasm')));
const CTX = { recipient: '+4917612345678', body: 'Your code: 123456' };
const programOf = (snippet: string) => callProgram(snippet, { name: 'ctx', value: CTX });
const PROBE = programOf('function(ctx) { to: ctx.recipient, text: std.asciiUpper(ctx.body) }');

const { Instance } = WebAssembly;
let instances: WebAssembly.Instance[];

beforeEach(() => {
  instances = [];
  jest.spyOn(WebAssembly, 'Instance').mockImplementation((module, imports) => {
    const instance = new Instance(module, imports);
    instances.push(instance);
    return instance;
  });
});
afterEach(() => jest.restoreAllMocks());

/** All of the memory of the one instance that evaluates these snippets, and then the probe. */
function memoryAfter(...snippets: readonly string[]): Buffer {
  instances = [];
  const engine = new JsonnetEngine(compiled);
  for (const snippet of snippets)
    try {
      engine.evaluate(programOf(snippet));
    } catch (error) {
      if (!(error instanceof JsonnetError)) throw error;
    }
  engine.evaluate(PROBE);
  expect(instances).toHaveLength(1);
  const [{ exports }] = instances as [WebAssembly.Instance];
  return Buffer.from((exports['memory'] as WebAssembly.Memory).buffer);
}

it.each([
  ['a usual body', 'function(ctx) ctx { body: std.base64(ctx.body) }'],
  ['what fails', "function(ctx) error 'no ' + ctx.body"],
  ['what is not Jsonnet', 'function(ctx) {'],
  ['deep recursion', 'local f(n) = if n == 0 then 0 else 1 + f(n - 1); f(150)'],
  ['half a megabyte', "function(ctx) std.length(std.repeat('x', 100000)) + std.length(std.range(1, 4000))"],
])('an evaluation finds the memory as it was before %s, to the byte', (_, snippet) => {
  expect(memoryAfter(snippet).equals(memoryAfter())).toBe(true);
});
