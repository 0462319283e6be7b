import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What an expression comes to: its value, or that it fails. */
export type Outcome = { readonly value: unknown } | 'fails';

/** Longest that the reference may take for one file, in milliseconds. */
const TIMEOUT_MS = 20_000;

/**
 * Evaluates expressions with the reference implementation of Jsonnet, Debian's `jsonnet` (`apt-get install jsonnet`). They
 * go as one array, since a process takes longer than most expressions; where one of them fails, by halves.
 */
export async function evaluateByReference(expressions: readonly string[]): Promise<Outcome[]> {
  const whole = await run(`[${expressions.map((expression) => `(${expression}\n)`).join(',\n')}]`);
  if (whole !== 'fails') return (whole.value as unknown[]).map((value) => ({ value }));
  if (expressions.length === 1) return ['fails'];
  const middle = Math.ceil(expressions.length / 2);
  const halves = [expressions.slice(0, middle), expressions.slice(middle)];
  return (await Promise.all(halves.map(evaluateByReference))).flat();
}

async function run(source: string): Promise<Outcome> {
  await free();
  try {
    return await new Promise((resolve, reject) => {
      const child = execFile('jsonnet', ['-'], { timeout: TIMEOUT_MS, encoding: 'utf8' }, (error, stdout) => {
        if (error === null) resolve({ value: JSON.parse(stdout) });
        else if (error.code === 1) resolve('fails');
        else reject(new Error(`the reference "jsonnet" is needed (apt-get install jsonnet): ${error.message}`));
      });
      child.stdin?.on('error', () => {}).end(source);
    });
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

let running = 0;
const waiting: (() => void)[] = [];

/** Waits until fewer processes run than there are cores. */
async function free(): Promise<void> {
  while (running >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
}
