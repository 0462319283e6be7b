import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import { readStack } from '../../local/stack';
import { devDependencies } from '../../package.json';
import { BUNDLE_OPTIONS } from '../../scripts/build-function.mjs';

const ROOT = resolve(__dirname, '../..');

export const TWILIO_VERSION = '6.2.0';
export const SSM_VERSION = devDependencies['@aws-sdk/client-ssm'];

/** Folders that hold an `index.js`, and the runtime that loads them. */
export interface Functions {
  readonly runtime: string;
  readonly ours: string;
  /** The table that ours keeps its ledger in. */
  readonly ledger: CreateTableCommandInput;
  readonly plain: string;
  readonly empty: string;
  readonly probe: string;
}

/** Makes what is measured, below `directory`: unzipped, bundled, installed. */
export async function makeFunctions(directory: string): Promise<Functions> {
  const bundled = async (entry: string, name: string) => {
    await bundle(ROOT, entry, join(directory, name, 'index.js'));
    return join(directory, name);
  };
  return {
    runtime: join(await bundled('bench/coldstart/runtime.ts', 'runtime'), 'index.js'),
    ...synthesizeQuickstart(join(directory, 'cdktf.out'), join(directory, 'ours')),
    plain: await installPlain(join(directory, 'plain')),
    empty: await bundled('bench/coldstart/peers/empty.ts', 'empty'),
    probe: await bundled('bench/coldstart/peers/probe.ts', 'probe'),
  };
}

async function bundle(root: string, entry: string, outfile: string): Promise<void> {
  await build({ ...BUNDLE_OPTIONS, absWorkingDir: root, entryPoints: [entry], outfile });
}

/** The very zip that the example would deploy. */
function synthesizeQuickstart(outdir: string, directory: string): Pick<Functions, 'ours' | 'ledger'> {
  execFileSync(process.execPath, [require.resolve('tsx/cli'), 'examples/quickstart/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const declaration = readStack(join(outdir, 'stacks', 'quickstart'));
  const [table] = declaration.tables;
  if (table === undefined) throw new Error('examples/quickstart declares no ledger');
  mkdirSync(directory);
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(declaration.function.zipFile))))
    writeFileSync(join(directory, name), bytes);
  return { ours: directory, ledger: table.input };
}

/** The packages of the plain handler are the benchmark's alone, so they are installed here and not with the project's. */
async function installPlain(directory: string): Promise<string> {
  mkdirSync(directory);
  const source = join(ROOT, 'bench/coldstart/peers/plain.mjs');
  copyFileSync(source, join(directory, basename(source)));
  writeFileSync(join(directory, 'package.json'), '{}');
  execFileSync(
    'npm',
    [
      'install',
      `twilio@${TWILIO_VERSION}`,
      `@aws-sdk/client-ssm@${SSM_VERSION}`,
      ...['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    ],
    { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await bundle(directory, basename(source), join(directory, 'bundle', 'index.js'));
  return join(directory, 'bundle');
}
