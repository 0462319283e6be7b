import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environment, run } from './process';

/** The repository, which is the package `cdktf-sms-courier` to every program in it. */
export const ROOT = join(__dirname, '../../..');

export interface Synthesis {
  /** A TypeScript program that synthesizes an app. */
  readonly program: string;
  /** Where it runs: Terraform's state goes here, the app to `cdktf.out` in it. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** As the shell's `umask`. @default - this process's */
  readonly umask?: string;
}

/** Runs a program as a user does: in a process of its own, against the package as it is built. @returns the path of cdktf.out */
export async function synthesize({ program, directory, env, umask }: Synthesis): Promise<string> {
  const output = join(directory, 'cdktf.out');
  const node = [process.execPath, '--import', pathToFileURL(require.resolve('tsx')).href, program];
  const [file = '', ...args] =
    umask === undefined ? node : ['/bin/sh', '-c', 'umask "$0" && exec "$@"', umask, ...node];
  await run({
    title: 'synth',
    file,
    args,
    cwd: directory,
    env: environment({ CDKTF_OUTDIR: output, ...env }),
    timeoutMs: 60_000,
  });
  return output;
}
