import { spawn } from 'node:child_process';

export interface Command {
  /** What it is called in progress and failures. */
  readonly title: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** Exit codes that are no failure. @default [0] */
  readonly accept?: readonly number[];
  /** What to do if there is no such program. */
  readonly ifMissing?: string;
}

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  /** Both streams, in the order in which they were written. */
  readonly output: string;
}

/** Lines of output that a failure shows. */
const LINES_SHOWN = 80;

/** Runs a program to its end, with a line of progress. @throws Error that shows the end of its output */
export function run(command: Command): Promise<Finished> {
  const { title, file, args, cwd, env, timeoutMs, accept = [0] } = command;
  const begun = Date.now();
  return new Promise((resolve, reject) => {
    // a group of its own, so that what it has started ends with it
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const chunks: Buffer[] = [];
    const stdout: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      stdout.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      endGroup(child.pid);
    }, timeoutMs);

    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const remedy = error.code === 'ENOENT' ? `: ${command.ifMissing ?? 'there is no such program'}` : '';
      reject(new Error(`${title}: "${file}" could not be started in ${cwd} (${error.code})${remedy}`));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const output = Buffer.concat(chunks).toString('utf8');
      const seconds = ((Date.now() - begun) / 1000).toFixed(1);
      const failed = timedOut || code === null || !accept.includes(code);
      progress(`${title}: ${seconds} s${failed ? ', FAILED' : ''}`);
      if (code !== null && !failed) {
        resolve({ status: code, stdout: Buffer.concat(stdout).toString('utf8'), output });
        return;
      }
      const end = timedOut ? `did not end within ${timeoutMs / 1000} s` : `ended with ${code ?? signal}`;
      const shown = output.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
      reject(new Error(`${title} ${end}\n$ ${[file, ...args].join(' ')}\n${shown}`));
    });
  });
}

/** Jest holds console output back until the suite has ended; this is seen at once. */
export function progress(line: string): void {
  process.stderr.write(`  ${line}\n`);
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Prefixes of variables that would make a test depend on who runs it: credentials, Terraform's settings, npm's own run. */
const LEFT_OUT = ['AWS_', 'TF_', 'CDKTF_', 'NODE_OPTIONS', 'npm_lifecycle_', 'npm_package_', 'npm_config_local_prefix'];

/** This process's environment without them, and with `more`. */
export function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !LEFT_OUT.some((prefix) => name.startsWith(prefix)));
  return { ...Object.fromEntries(kept), ...more };
}
