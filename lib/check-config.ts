import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Finding } from '../lambda/check/finding';
import { functionDirectory } from './function-zip';

/** A configuration that takes longer to try out would not do at run time either. */
const TIMEOUT_MS = 10_000;

const checked = new Map<string, readonly Finding[]>();

/**
 * Tries a configuration out with the very code that will run in Lambda, in a process of its own: a constructor cannot wait
 * for an engine to load, and Jsonnet that never ends must not hang the synth.
 */
export function checkConfig(courierJson: string): readonly Finding[] {
  const known = checked.get(courierJson);
  if (known !== undefined) return known;
  const { status, error, stdout, stderr } = spawnSync(process.execPath, [join(functionDirectory(), 'check.js')], {
    input: courierJson,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    env: {},
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') {
    throw new Error(
      `the providers' Jsonnet and the templates did not end within ${TIMEOUT_MS / 1000} s: look for a recursion or loop without end`,
    );
  }
  if (status !== 0) throw new Error(`the configuration could not be checked: ${(error?.message ?? stderr).trim()}`);
  const findings: Finding[] = JSON.parse(stdout);
  checked.set(courierJson, findings);
  return findings;
}
