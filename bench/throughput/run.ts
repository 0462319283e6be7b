/**
 * Measures how many messages one courier process delivers in a second, what of its processor time each step takes, and how soon
 * messages reach the second provider while the first is down.
 *
 * `npm run bench:throughput -- [--rounds 3]`
 *
 * Writes REPORT.md. Fails if one of the limits in report.ts is missed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { unpack } from '../../local/function';
import { BUNDLE_OPTIONS } from '../../scripts/build-function.mjs';
import { refused, silent } from './failover';
import { processTimeMs } from './process-time';
import { startProvider } from './provider';
import { type Busy, LATENCY_MS, type Latent, misses, writeReport } from './report';
import { sendOneByOne } from './sequential';
import { BATCH, feed, type Stage, startStage, TOKEN } from './stage';
import type { StepTime } from './steps';

/** The emulators warm up as well: the first seconds of the ledger's take twice the time. */
const WARM_UP_BATCHES = 40;
const LATENT_BATCHES = 50;
/** The sequential sender takes ten times as long for a message. */
const SEQUENTIAL_MESSAGES = 20;
const BUSY_BATCHES = 150;
const STEP_BATCHES = 200;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
  const rounds = Number(values.rounds);
  if (!(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds ${values.rounds}: give a whole number above 0`);
  // the SDK of the bench itself would say that Node.js 20 is old
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

  const load = loadavg()[0] ?? 0;
  const latent: Latent[] = [];
  const busy: Busy[] = [];
  const stage = await startStage();
  let steps: readonly StepTime[];
  try {
    for (let round = 0; round < rounds; round++) {
      latent.push(await withLatency(stage));
      busy.push(await withoutLatency(stage));
    }
    steps = await measureSteps(stage);
  } finally {
    await stage.close();
  }
  const report = { load, latent, busy, steps, failovers: [await refused(), await silent()] };
  console.log(writeReport(report));
  for (const miss of misses(report)) {
    console.error(`missed: ${miss}`);
    process.exitCode = 1;
  }
}

/** Ours and the sequential sender in turn, at the same provider and with the same requests. */
async function withLatency(stage: Stage): Promise<Latent> {
  const provider = await startProvider(LATENCY_MS, TOKEN);
  const lambda = await stage.environments(1, { first: provider.endpoint, second: provider.endpoint });
  try {
    const events = await stage.events(WARM_UP_BATCHES + LATENT_BATCHES);
    await feed(lambda, events.splice(0, WARM_UP_BATCHES));
    const requests = await provider.seen();
    const started = performance.now();
    await feed(lambda, events);
    const seconds = (performance.now() - started) / 1_000;
    checkAll(await provider.seen(), events.length * BATCH);
    const sequential = await sendOneByOne(provider.endpoint, requests.slice(0, SEQUENTIAL_MESSAGES));
    return { ours: (events.length * BATCH) / seconds, sequential };
  } finally {
    await lambda.stop();
    await provider.stop();
  }
}

async function withoutLatency(stage: Stage): Promise<Busy> {
  const provider = await startProvider(0, TOKEN);
  const lambda = await stage.environments(1, { first: provider.endpoint, second: provider.endpoint });
  try {
    const events = await stage.events(WARM_UP_BATCHES + BUSY_BATCHES);
    await feed(lambda, events.splice(0, WARM_UP_BATCHES));
    await provider.seen();
    const [courier = 0] = lambda.processIds();
    const pids = { courier, ledger: stage.ledgerPid, queue: stage.queuePid, provider: provider.pid };
    const times = () =>
      Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, processTimeMs(pid)])) as Busy['cpuMs'];
    const before = times();
    const started = performance.now();
    await feed(lambda, events);
    const seconds = (performance.now() - started) / 1_000;
    const after = times();
    const count = events.length * BATCH;
    checkAll(await provider.seen(), count);
    const cpuMs = { ...after };
    for (const name of Object.keys(pids) as (keyof typeof pids)[]) cpuMs[name] = (after[name] - before[name]) / count;
    return { ours: count / seconds, cpuMs };
  } finally {
    await lambda.stop();
    await provider.stop();
  }
}

function checkAll(seen: readonly { readonly text: string | undefined }[], count: number): void {
  const texts = new Set(seen.map(({ text }) => text)).size;
  if (seen.length !== count || texts !== count || seen.some(({ text }) => text === undefined))
    throw new Error(`of ${count} messages the provider was asked to send ${seen.length}, ${texts} of them different`);
}

/** Runs steps.ts, bundled as the function is, in the function's environment. */
async function measureSteps(stage: Stage): Promise<readonly StepTime[]> {
  const folder = mkdtempSync(join(tmpdir(), 'throughput-steps-'));
  const provider = await startProvider(0, TOKEN);
  try {
    const [bundle, task, eventsFile] = [join(folder, 'steps.js'), join(folder, 'task'), join(folder, 'events.json')];
    await build({ ...BUNDLE_OPTIONS, entryPoints: [join(__dirname, 'steps.ts')], outfile: bundle });
    unpack(stage.zipFile, task);
    writeFileSync(eventsFile, JSON.stringify(await stage.events(STEP_BATCHES)));
    const child = spawn(process.execPath, [bundle, task, eventsFile], {
      env: stage.variables({ first: provider.endpoint, second: provider.endpoint }),
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    child.stdout?.resume();
    const result = await text(child.stdio[3] as Readable);
    if (result === '') throw new Error('the steps could not be measured');
    return JSON.parse(result) as StepTime[];
  } finally {
    await provider.stop();
    rmSync(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
