/** Measures how request bodies are built, beside the engine's own package, and writes REPORT.md and results.json. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { median } from '../statistics';
import { PEERS, type PeerName } from './peers';
import { BATCH, type Results, report } from './report';
import type { ColdStart, Memory, Speed } from './results';

const SPEED_REPETITIONS = 3;
const COLD_REPETITIONS = 15;

/** What issue and design ask of ours. */
const TARGETS = { singlePerSecond: 800, batchedPerSecond: 1_500, p99: 3 };

const root = join(__dirname, '../..');
const functionDirectory = join(root, 'dist/function');
const names = Object.keys(PEERS) as PeerName[];

// inside the package, so that the peers find theirs
const temporary = mkdtempSync(join(root, 'dist', 'bench-request-'));
const results = run(join(temporary, 'measure.js'));
rmSync(temporary, { recursive: true });
writeFileSync(join(__dirname, 'results.json'), `${JSON.stringify(results, rounded, 2)}\n`);
writeFileSync(join(__dirname, 'REPORT.md'), report(results));
judge(results);

function run(script: string): Results {
  buildSync({
    entryPoints: [join(__dirname, 'measure.ts')],
    outfile: script,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    external: ['@arakoodev/jsonnet'],
    logLevel: 'warning',
  });
  const measure = <T>(way: string, peer: PeerName, ...options: string[]): T =>
    JSON.parse(
      execFileSync(process.execPath, [script, way, peer, functionDirectory, ...options], { encoding: 'utf8' }),
    ) as T;
  const repeat = <T>(times: number, way: string, ...options: string[]): Record<string, T[]> => {
    const runs: Record<string, T[]> = Object.fromEntries(names.map((peer) => [peer, []]));
    // round by round, so that a busy minute of the machine falls on every peer
    for (let round = 0; round < times; round++)
      for (const peer of names) runs[peer]?.push(measure<T>(way, peer, ...options));
    return runs;
  };
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cores: availableParallelism(),
    cold: repeat<ColdStart>(COLD_REPETITIONS, 'cold'),
    single: repeat<Record<string, Speed>>(SPEED_REPETITIONS, 'speed', '1'),
    batched: repeat<Record<string, Speed>>(SPEED_REPETITIONS, 'speed', String(BATCH)),
    memory: Object.fromEntries(names.map((peer) => [peer, measure<Memory>('memory', peer)])),
  };
}

function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
}

/** Says which target ours misses, and fails then. */
function judge({ single, batched }: Results): void {
  for (const provider of Object.keys(single['ours']?.[0] ?? {})) {
    const of = (runs: Results['single'], pick: (speed: Speed) => number): number =>
      median((runs['ours'] ?? []).map((each) => pick(each[provider] as Speed)));
    expectAtLeast(
      `${provider}, one at a time, per second`,
      of(single, ({ perSecond }) => perSecond),
      TARGETS.singlePerSecond,
    );
    expectAtLeast(
      `${provider}, in batches, per second`,
      of(batched, ({ perSecond }) => perSecond),
      TARGETS.batchedPerSecond,
    );
    expectAtLeast(`${provider}, one at a time, p99 in ms, negative`, -of(single, ({ p99 }) => p99), -TARGETS.p99);
  }
}

function expectAtLeast(what: string, value: number, target: number): void {
  if (value >= target) return;
  process.stderr.write(`${what}: ${value.toFixed(2)}, expected at least ${target}\n`);
  process.exitCode = 1;
}
