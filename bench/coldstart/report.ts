import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { date, machine } from '../machine';
import { type Summary, summarize } from '../statistics';
import type { Timeline } from './cold-start';
import { SSM_VERSION, TWILIO_VERSION } from './functions';

/** The largest share of the plain handler's time that the courier may take. */
export const LIMIT = 0.6;

export interface Round {
  readonly ours: Timeline;
  readonly plain: Timeline;
  readonly empty: Timeline;
}

export interface NodeResult {
  /** Such as `v22.12.0`. */
  readonly version: string;
  readonly rounds: readonly Round[];
}

export interface Report {
  readonly results: readonly NodeResult[];
  /** How late the provider's emulator notices a request, in milliseconds. */
  readonly delays: Summary;
  readonly ssmLatencyMs: number;
}

/** Ours over plain, round by round. */
export function ratio({ rounds }: NodeResult): Summary {
  return summarize(rounds.map(({ ours, plain }) => requested(ours) / requested(plain)));
}

/** Writes REPORT.md and report.json beside this file; returns the tables. */
export function writeReport(report: Report): string {
  const tables = report.results.map(table).join('\n');
  writeFileSync(join(__dirname, 'REPORT.md'), markdown(report, tables));
  writeFileSync(join(__dirname, 'report.json'), `${JSON.stringify(json(report), rounded, 2)}\n`);
  return tables;
}

function markdown({ delays, ssmLatencyMs }: Report, tables: string): string {
  return `# Cold start

Milliseconds from the start of a fresh process to its first request to the provider, as \`npm run bench:coldstart\`
measured them on ${date()}: ${machine()}.

${tables}
- **ours**: the zip that \`examples/quickstart\` synthesizes. Before its request it claims the message in its ledger and counts it against the
  limits, which the others have none of; the ledger is an emulator (dynalite) in a process of its own.
- **plain**: a handler as one would write it with \`twilio\` ${TWILIO_VERSION} and \`@aws-sdk/client-ssm\` ${SSM_VERSION}
  ([peers/plain.mjs](peers/plain.mjs)), bundled in the same way.
- **empty**: a handler that does nothing, up to its return: what Node.js itself takes.

All three ran in turn, round after round, each in a new process that loads the function and hands it one message, one of
Ory's; the ratios are of times of the same round. Parameter Store${ssmLatencyMs === 0 ? '' : ` (answering after ${ssmLatencyMs} ms)`} and Twilio are
emulated on loopback, without TLS, by the process that starts the others and otherwise waits. It takes both times, just before
it spawns and when the request's head has arrived: ${ms(delays.median)} ms (p95 ${ms(delays.p95)} ms) after it was written. Not in the figures: what Lambda
does before Node.js starts, and the way to AWS and to the provider, which is the same for both.
`;
}

function table(result: NodeResult): string {
  const column = (name: keyof Round, pick: (timeline: Timeline) => number) =>
    summarize(result.rounds.map((round) => pick(round[name])));
  const rows = [
    row('ours', column('ours', requested)),
    row('plain', column('plain', requested)),
    row(
      'empty',
      column('empty', ({ returned }) => returned),
    ),
  ];
  const { min, median, p95 } = ratio(result);
  return `Node.js ${result.version}, ${result.rounds.length} rounds

| | min | median | p95 |
|---|---:|---:|---:|
${rows.join('\n')}
| **ours / plain** | ${min.toFixed(2)} | **${median.toFixed(2)}** | ${p95.toFixed(2)} |
`;
}

function row(name: string, { min, median, p95 }: Summary): string {
  return `| ${name} | ${ms(min)} | ${ms(median)} | ${ms(p95)} |`;
}

function json({ results, delays, ssmLatencyMs }: Report): object {
  return {
    date: date(),
    machine: machine(),
    ssmLatencyMs,
    noticedAfterMs: delays,
    results: results.map((result) => ({ node: result.version, oursOverPlain: ratio(result), rounds: result.rounds })),
  };
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}

function requested(timeline: Timeline): number {
  if (timeline.requested === undefined) throw new Error('no request reached the provider');
  return timeline.requested;
}

function ms(value: number): string {
  return value.toFixed(1);
}
