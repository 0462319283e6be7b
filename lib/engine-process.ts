import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { functionDirectory } from './function-zip';

/** What takes longer would not do at run time either. */
const TIMEOUT_MS = 10_000;

/**
 * Asks the very code that will run in Lambda, in a process of its own: a constructor cannot wait for an engine to load, and Jsonnet that
 * never ends must not hang the synth.
 *
 * @throws Error with what it says on its standard error
 */
export function askEngine(action: 'check' | 'preview', input: string): unknown {
  const { status, error, stdout, stderr } = spawnSync(
    process.execPath,
    [join(functionDirectory(), 'check.js'), action],
    { input, encoding: 'utf8', timeout: TIMEOUT_MS, env: {} },
  );
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') {
    throw new Error(
      `the providers' Jsonnet and the templates did not end within ${TIMEOUT_MS / 1000} s: look for a recursion or loop without end`,
    );
  }
  if (status !== 0) throw new Error((error?.message ?? stderr).trim());
  return JSON.parse(stdout);
}
