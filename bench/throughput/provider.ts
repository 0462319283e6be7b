import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type ServerProcess, startServerProcess } from '../../local/server-process';

/** A request that the provider has received whole. */
export interface Seen {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The text that a phone would show; absent if it was refused. */
  readonly text: string | undefined;
}

/** A provider in a process of its own. */
export interface Provider {
  readonly pid: number;
  readonly endpoint: string;
  /** What it took since it was last asked. */
  seen(): Promise<Seen[]>;
  stop(): Promise<void>;
}

/** @param latencyMs how long it takes to answer; `Infinity` for never */
export async function startProvider(latencyMs: number, authToken: string): Promise<Provider> {
  const file = bundleProvider();
  const server: ServerProcess = await startServerProcess(file, [String(latencyMs), authToken], 'provider');
  return {
    pid: server.pid,
    endpoint: server.endpoint,
    seen: async () => (await fetch(`${server.endpoint}/seen`)).json() as Promise<Seen[]>,
    stop: server.stop,
  };
}

let bundled: string | undefined;

/** A process runs plain JavaScript; one file serves all of this run's. */
function bundleProvider(): string {
  if (bundled === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'sms-courier-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    bundled = join(folder, 'provider.cjs');
    const entry = join(__dirname, 'provider-process.mts');
    buildSync({ entryPoints: [entry], outfile: bundled, bundle: true, platform: 'node', format: 'cjs', alias: NO_CDK });
  }
  return bundled;
}

/** The emulators need none. */
const NO_CDK = { cdktf: join(__dirname, '../../cli/no-tokens.ts') };
