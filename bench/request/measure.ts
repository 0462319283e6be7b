/** Runs in a process of its own: measures one peer in one way, and prints the result as JSON. */
import type { JsonnetEvaluator } from '../../lambda/jsonnet/evaluator';
import { PEERS, type PeerName } from './peers';
import type { ColdStart, Memory, Speed } from './results';
import { SAMPLES, type Sample } from './samples';

const WARM_UP_EVALUATIONS = 500;
const SPEED_SECONDS = 2;
const MEMORY_EVALUATIONS = 100_000;
/** The package slows down as it leaks: its memory run stops here. */
const MEMORY_SECONDS = 90;

const [way, peer, functionDirectory, batch] = process.argv.slice(2) as [string, PeerName, string, string];

async function main(): Promise<unknown> {
  if (way === 'cold') return coldStart();
  const jsonnet = await PEERS[peer].load(functionDirectory);
  for (const sample of SAMPLES) await check(jsonnet, sample);
  if (way === 'memory') return memory(jsonnet);
  return speed(jsonnet, Number(batch));
}

async function coldStart(): Promise<ColdStart> {
  const [sample] = SAMPLES as [Sample];
  const started = performance.now();
  const jsonnet = await PEERS[peer].load(functionDirectory);
  const loaded = performance.now();
  await evaluate(jsonnet, sample);
  const first = performance.now();
  await evaluate(jsonnet, sample);
  return { load: loaded - started, first: first - loaded, second: performance.now() - first, rss: rss() };
}

/** Evaluations per second and how long each took, in milliseconds, when so many are asked for at a time. */
async function speed(jsonnet: JsonnetEvaluator, atATime: number): Promise<Record<string, Speed>> {
  const speeds: Record<string, Speed> = {};
  for (const sample of SAMPLES) {
    for (let i = 0; i < WARM_UP_EVALUATIONS; i++) await evaluate(jsonnet, sample);
    const took: number[] = [];
    const started = performance.now();
    while (performance.now() - started < SPEED_SECONDS * 1_000) {
      const asked = performance.now();
      await Promise.all(
        Array.from({ length: atATime }, async () => {
          await evaluate(jsonnet, sample);
          took.push(performance.now() - asked);
        }),
      );
    }
    const perSecond = took.length / ((performance.now() - started) / 1_000);
    took.sort((a, b) => a - b);
    speeds[sample.provider] = { perSecond, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
  }
  return speeds;
}

async function memory(jsonnet: JsonnetEvaluator): Promise<Memory> {
  const start = rss();
  const points: { evaluations: number; rss: number }[] = [];
  const started = performance.now();
  let evaluations = 0;
  while (evaluations < MEMORY_EVALUATIONS && performance.now() - started < MEMORY_SECONDS * 1_000) {
    await Promise.all(SAMPLES.map((sample) => evaluate(jsonnet, sample)));
    evaluations += SAMPLES.length;
    points.push({ evaluations, rss: rss() });
  }
  const middle = points[Math.floor(points.length / 2)]?.rss ?? start;
  return { evaluations, start, middle, end: rss(), seconds: (performance.now() - started) / 1_000 };
}

function evaluate(jsonnet: JsonnetEvaluator, { snippet, ctx }: Sample): Promise<string> {
  return jsonnet.evaluate(snippet, { name: 'ctx', value: ctx });
}

async function check(jsonnet: JsonnetEvaluator, sample: Sample): Promise<void> {
  const got: unknown = JSON.parse(await evaluate(jsonnet, sample));
  if (JSON.stringify(sorted(got)) !== JSON.stringify(sorted(sample.expected)))
    throw new Error(`${peer} gives another ${sample.provider} body: ${JSON.stringify(got)}`);
}

function sorted(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Megabytes of the whole process, its workers included. */
function rss(): number {
  return process.memoryUsage.rss() / 1_048_576;
}

function quantile(sortedValues: readonly number[], share: number): number {
  return sortedValues[Math.min(sortedValues.length - 1, Math.floor(sortedValues.length * share))] ?? Number.NaN;
}

main().then((result) => process.stdout.write(JSON.stringify(result)));
