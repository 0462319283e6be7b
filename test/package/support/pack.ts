import { join } from 'node:path';
import { environment, run } from '../../deploy/support/process';
import { ROOT } from '../../deploy/support/synthesize';

export interface Tarball {
  /** Absolute path. */
  readonly path: string;
  /** Bytes as packed. */
  readonly size: number;
  readonly unpackedSize: number;
  /** Paths inside the package. */
  readonly files: readonly string[];
}

interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs what was built before the suite, as `npm publish` would. */
export async function pack(directory: string): Promise<Tarball> {
  const { stdout } = await run({
    title: 'npm pack',
    file: 'npm',
    args: ['pack', '--ignore-scripts', '--json', '--pack-destination', directory],
    cwd: ROOT,
    env: environment(),
    timeoutMs: 60_000,
  });
  const [report]: PackReport[] = JSON.parse(stdout);
  if (report === undefined) throw new Error(`npm pack reported nothing:\n${stdout}`);
  const { filename, size, unpackedSize, files } = report;
  return { path: join(directory, filename), size, unpackedSize, files: files.map(({ path }) => path) };
}
