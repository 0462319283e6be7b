import { median, percentile } from '../statistics';
import type { Latencies } from './load';

export interface Round {
  readonly ingress: Latencies;
  readonly queue: Latencies;
}

export interface Results {
  readonly date: string;
  readonly node: string;
  readonly cores: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly rounds: readonly Round[];
}

const PERCENTS = [50, 95, 99] as const;

/**
 * What the ingress adds to the queue's own time, each in the round that was disturbed least: what else the machine does can only add to
 * a figure.
 */
export function beyond(rounds: readonly Round[], percent: number): number {
  return least(rounds, 'ingress', percent) - least(rounds, 'queue', percent);
}

export function report({ date, node, cores, perSecond, seconds, rounds }: Results): string {
  const row = (name: string, of: (percent: number) => number) =>
    `| ${name} | ${PERCENTS.map((percent) => of(percent).toFixed(1)).join(' | ')} |`;
  const rowsOf = (name: string, what: keyof Round) => [
    row(`${name}, least of the rounds`, (percent) => least(rounds, what, percent)),
    row(`${name}, median of the rounds`, (percent) => median(percentiles(rounds, what, percent))),
  ];
  return `# Ingress

Milliseconds from a request to its answer, at ${perSecond} requests per second, as \`npm run bench:ingress\` measured them on ${date}: Node.js
${node}, Linux, ${cores} cores that other work shared; ${rounds.length} rounds of ${seconds} seconds each.

| | p50 | p95 | p99 |
|---|---:|---:|---:|
${rowsOf('POST to the ingress', 'ingress').join('\n')}
${rowsOf('SendMessage to the queue by itself', 'queue').join('\n')}
${row('**the ingress beyond the queue**', (percent) => beyond(rounds, percent))}

The last row compares the least of the rounds, since what else the machine does can only add. p99 of the ingress, round by round:
${percentiles(rounds, 'ingress', 99)
  .map((value) => value.toFixed(1))
  .join(', ')}; of the queue: ${percentiles(rounds, 'queue', 99)
    .map((value) => value.toFixed(1))
    .join(', ')}.

The ingress is the function's real zip in eight processes, behind the local HTTP API (payload format 2.0), with an API key from the
local Parameter Store; the message is Ory's login code, another one each time. The queue is the local SQS emulator in a process of its own. In each
round the two are measured one after the other, by the same process, which also serves the API: requests begin at their time,
whether or not earlier ones have been answered. Not in the figures: the way to AWS, TLS, API Gateway's own time, and a cold start.

Again: \`npm run bench:ingress\`, which fails where p99 beyond the queue is 10 ms or more.
`;
}

function percentiles(rounds: readonly Round[], what: keyof Round, percent: number): number[] {
  return rounds.map((round) => percentile(round[what], percent));
}

function least(rounds: readonly Round[], what: keyof Round, percent: number): number {
  return Math.min(...percentiles(rounds, what, percent));
}
