import { createInterface } from 'node:readline/promises';
import { BadInput } from './bad-input';
import { SIGNALS } from './interruption';

/** Asks at the terminal. @throws {BadInput} where there is none to ask at */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new BadInput(`${question} Say so with --yes`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
    // a terminal that is asked at takes Ctrl-C for itself
    if (!signal.aborted) process.exitCode = SIGNALS.SIGINT;
    return false;
  } finally {
    terminal.close();
  }
}
