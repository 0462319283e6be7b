import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDER_DEADLINE_MS } from '../../lambda/transport';
import { date, machine } from '../machine';
import { median, percentile } from '../statistics';
import type { Failover } from './failover';
import { BATCH } from './stage';
import type { StepTime } from './steps';

/** How long the provider takes to answer where it takes time, in milliseconds. */
export const LATENCY_MS = 300;

/** Messages per second that batches of ten can come to at that latency. */
const BOUND = (BATCH * 1_000) / LATENCY_MS;
/** The least share of it. */
const SHARE = 0.85;
/** The fewest messages per second at a provider that answers at once. */
const BUSY = 100;
/** How much longer messages may take at the 99th percentile once the breaker is open, in milliseconds. */
const OPEN_MS = 50;
/** How long past a provider's time-out a message may reach the next one at most, in milliseconds. */
const AFTER_TIME_OUT_MS = 500;

/** One round with a provider that takes {@link LATENCY_MS}: messages per second. */
export interface Latent {
  readonly ours: number;
  readonly sequential: number;
}

/** One round with a provider that answers at once. */
export interface Busy {
  /** Messages per second. */
  readonly ours: number;
  /** Processor time a message, in milliseconds. */
  readonly cpuMs: Readonly<Record<'courier' | 'ledger' | 'queue' | 'provider', number>>;
}

export interface Report {
  /** Load average of the minute before. */
  readonly load: number;
  readonly latent: readonly Latent[];
  readonly busy: readonly Busy[];
  readonly steps: readonly StepTime[];
  readonly failovers: readonly Failover[];
}

/** What the run was to come to and did not. */
export function misses({ latent, busy, failovers }: Report): string[] {
  const share = median(latent.map(({ ours }) => ours)) / BOUND;
  const perSecond = median(busy.map(({ ours }) => ours));
  return [
    ...(share >= SHARE
      ? []
      : [`${share.toFixed(3)} of the limit at ${LATENCY_MS} ms, at least ${SHARE} are to be reached`]),
    ...(perSecond >= BUSY ? [] : [`${perSecond.toFixed(0)} messages per second without latency, not ${BUSY}`]),
    ...failovers.flatMap(({ title, normal, finding, open }) => {
      const later = percentile(open, 99) - percentile(normal, 99);
      const p99 = percentile([...finding, ...open], 99);
      const most = Math.max(...finding);
      return [
        ...(later <= OPEN_MS
          ? []
          : [`first provider ${title}, breaker open: ${later} ms later than without an outage`]),
        ...(p99 <= PROVIDER_DEADLINE_MS ? [] : [`first provider ${title}: the second is reached after ${p99} ms`]),
        ...(most <= PROVIDER_DEADLINE_MS + AFTER_TIME_OUT_MS
          ? []
          : [`first provider ${title}: one message took ${most} ms`]),
      ];
    }),
  ];
}

/** Claims and settles a second that the ledger's emulator came to, both counted as one. */
function ledgerCeiling(steps: readonly StepTime[]): number {
  const wall = steps.filter(({ step }) => step === 'claim' || step === 'settle').map(({ wallUs }) => wallUs);
  return 1e6 / wall.reduce((sum, each) => sum + each, 0);
}

/** Writes REPORT.md beside this file; returns it. */
export function writeReport(report: Report): string {
  const text = markdown(report);
  writeFileSync(join(__dirname, 'REPORT.md'), text);
  return text;
}

function markdown({ load, latent, busy, steps, failovers }: Report): string {
  const ours = latent.map((round) => round.ours);
  const cpu = (name: keyof Busy['cpuMs']) => median(busy.map(({ cpuMs }) => cpuMs[name])).toFixed(2);
  const sum = steps.reduce((total, { cpuUs }) => total + cpuUs, 0);
  return `# Throughput

Made by \`npm run bench:throughput\` on ${date()}, Node.js ${process.version}, ${machine()}; load average before it ${load.toFixed(2)}.

One courier process: the zip of a courier with a template and two providers, run as \`local/\` runs it, with the ledger (dynalite), the queue (fauxqs) and
the providers in processes of their own, on loopback and without TLS. It is handed SQS events of ${BATCH} messages, one of Ory's each
with a code of its own, one event after the other: what Lambda's pollers do on AWS is no work of the courier's, so the messages
were received from the queue before the clock ran. The courier takes each message off the queue itself, and the first 40 batches,
which warm up courier and emulators, do not count. Medians of ${latent.length} rounds, all senders in turn; in brackets the least and the most.

## A provider that takes ${LATENCY_MS} ms

| | messages/s | of the limit |
|---|---:|---:|
| limit: ${BATCH} at a time | ${BOUND.toFixed(1)} | 1 |
| **ours** | ${spread(ours, 1)} | **${(median(ours) / BOUND).toFixed(2)}** |
| one after the other | ${spread(
    latent.map((round) => round.sequential),
    1,
  )} | ${(median(latent.map((round) => round.sequential)) / BOUND).toFixed(2)} |

The sender that takes one message after the other, which is Ory's design, repeats the courier's own requests to the same provider
over one kept-alive connection, and does nothing else: no queue, no ledger, no rendering. At least ${SHARE} of the limit are to be reached.

## A provider that answers at once

**${spread(
    busy.map((round) => round.ours),
    0,
  )} messages per second**; ${BUSY} are to be reached. For a message the courier takes ${cpu('courier')} ms of processor time,
and beside it the ledger's emulator ${cpu('ledger')}, the queue's ${cpu('queue')} and the provider's ${cpu('provider')} ms. The ledger's
emulator alone, asked by ten at a time, does ${ledgerCeiling(steps).toFixed(0)} claims and settles a second.

| step | processor time, µs | time, µs |
|---|---:|---:|
${steps.map(({ step, cpuUs, wallUs }) => `| ${step} | ${micro(cpuUs)} | ${micro(wallUs)} |`).join('\n')}
| **sum** | **${micro(sum)}** | |
| the whole courier, in the runs above | ${micro(1_000 * median(busy.map(({ cpuMs }) => cpuMs.courier)))} | |

Processor time is user and system time of all threads of the courier's process, for one message: each step by itself, over
all messages, ten at a time, in a process with the function's environment. Jsonnet runs in a thread of its own, and that is in the figure. Time is what went by
for each message, so that with ten at a time a step may take longer by the clock than it works: it waits for an emulator.

## The first provider is down

From the moment that the courier was handed a batch until the second provider had the message, in milliseconds.

| first provider | | messages | median | p99 | most |
|---|---|---:|---:|---:|---:|
${failovers.map(rows).join('\n')}

**well** is the way to the first provider in the same run. **finds out** is the batch that is at work when the provider goes down: all of its
messages wait for it, for a time-out (${PROVIDER_DEADLINE_MS / 1_000} s) if it is silent. That opens the breaker. **open** are the ${failovers[0]?.open.length ?? 0} messages after that, and
**outage** is all of them. Outage is to be below one time-out at p99, and open within ${OPEN_MS} ms of well at p99. The courier is one with
\`onAmbiguous: 'failover'\`: by default a message whose request timed out is not given to another provider, since the phone may have rung.
`;
}

function rows({ title, normal, finding, open }: Failover): string {
  return [
    row('well', '', normal),
    row(title, 'finds out', finding),
    row(title, 'open', open),
    row(title, 'outage', [...finding, ...open]),
  ].join('\n');
}

function row(provider: string, phase: string, took: readonly number[]): string {
  const figures = [median(took), percentile(took, 99), Math.max(...took)].map((ms) =>
    Math.round(ms).toLocaleString('en-US'),
  );
  return `| ${provider} | ${phase} | ${took.length} | ${figures.join(' | ')} |`;
}

function spread(values: readonly number[], digits: number): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

function micro(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
