import { median } from '../statistics';
import type { PeerName } from './peers';
import { PEERS } from './peers';
import type { ColdStart, Memory, Speed } from './results';

/** All that a run measured. */
export interface Results {
  readonly date: string;
  readonly node: string;
  readonly cores: number;
  /** Of each repetition, by peer and provider. */
  readonly single: Readonly<Record<string, readonly Readonly<Record<string, Speed>>[]>>;
  readonly batched: Readonly<Record<string, readonly Readonly<Record<string, Speed>>[]>>;
  readonly cold: Readonly<Record<string, readonly ColdStart[]>>;
  readonly memory: Readonly<Record<string, Memory>>;
}

/** Evaluations in one batch: as many as an SQS event has messages. */
export const BATCH = 10;

export function report({ date, node, cores, single, batched, cold, memory }: Results): string {
  return `# Building request bodies

Made by \`npm run bench:request\` on ${date}, Node.js ${node}, ${cores} cores. Medians of ${repetitions(single)} repetitions (cold starts:
${repetitions(cold)}), each in a process of its own. The package is \`@arakoodev/jsonnet\` 0.24.0, called as its README does, with ctx as
an external variable; ours is the same engine behind our loader. The bodies are those of Ory's page on SMS providers,
with the ctx of a login code. Times are from asking to the result, in milliseconds.

## One at a time

${speedTable(single)}

## ${BATCH} at a time

${speedTable(batched)}

## Load and first evaluation, in a fresh process

| | load | first | load + first | second | RSS, MB |
|---|---:|---:|---:|---:|---:|
${rows(cold, (runs) => [
  ms(median(runs.map(({ load }) => load))),
  ms(median(runs.map(({ first }) => first))),
  ms(median(runs.map(({ load, first }) => load + first))),
  ms(median(runs.map(({ second }) => second))),
  whole(median(runs.map(({ rss }) => rss))),
])}

In the courier the load overlaps with the request for its secrets, and the worker's start with both.

## Memory over 100,000 evaluations

A run is cut off after 90 s.

| | evaluations | RSS at start, MB | in the middle | at the end | seconds |
|---|---:|---:|---:|---:|---:|
${rows(memory, ({ evaluations, start, middle, end, seconds }) => [
  whole(evaluations),
  whole(start),
  whole(middle),
  whole(end),
  whole(seconds),
])}
`;
}

function speedTable(speeds: Results['single']): string {
  const lines = Object.entries(speeds).flatMap(([peer, runs]) =>
    Object.keys(runs[0] ?? {}).map((provider) => {
      const of = (pick: (speed: Speed) => number): number => median(runs.map((run) => pick(run[provider] as Speed)));
      const cells = [
        whole(of(({ perSecond }) => perSecond)),
        of(({ p50 }) => p50).toFixed(2),
        of(({ p99 }) => p99).toFixed(2),
      ];
      return `| ${PEERS[peer as PeerName].title} | ${provider} | ${cells.join(' | ')} |`;
    }),
  );
  return ['| | provider | evaluations/s | p50 | p99 |', '|---|---|---:|---:|---:|', ...lines].join('\n');
}

function rows<T>(results: Readonly<Record<string, T>>, cells: (result: T) => readonly string[]): string {
  return Object.entries(results)
    .map(([peer, result]) => `| ${PEERS[peer as PeerName].title} | ${cells(result).join(' | ')} |`)
    .join('\n');
}

function repetitions(runs: Readonly<Record<string, readonly unknown[]>>): number {
  return Object.values(runs)[0]?.length ?? 0;
}

const ms = (value: number): string => value.toFixed(1);
const whole = (value: number): string => Math.round(value).toLocaleString('en');
