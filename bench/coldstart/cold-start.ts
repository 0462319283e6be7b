import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Emulators, Observations } from './emulators';
import type { RuntimeTimes } from './runtime';

/** What happened in one process, in milliseconds since just before it was started. */
export interface Timeline {
  /** Node.js itself was up. */
  readonly began: number;
  /** The function's module was loaded. */
  readonly loaded: number;
  readonly parameterAsked?: number;
  readonly requested?: number;
  readonly returned: number;
}

export interface ColdStart {
  readonly timeline: Timeline;
  readonly observations: Observations;
}

export interface Command {
  /** Path of a Node.js binary. */
  readonly node: string;
  readonly runtime: string;
  /** Folder of the function's index.js. */
  readonly directory: string;
  readonly event: unknown;
  /** All of the process's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a function once, in a new process. */
export async function coldStart(command: Command, emulators: Emulators): Promise<ColdStart> {
  const { node, runtime, directory, event, environment } = command;
  const observations = emulators.observe();
  const startedAt = process.hrtime.bigint();
  const child = spawn(node, [runtime, directory, JSON.stringify(event)], {
    env: { ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [errors, report, [exitCode]] = await Promise.all([
    text(child.stderr as Readable),
    text(child.stdio[3] as Readable),
    once(child, 'close'),
  ]);
  if (exitCode !== 0) throw new Error(`the function of ${directory} failed: ${errors}`);

  const since = (time: bigint) => Number(time - startedAt) / 1e6;
  const { began, loaded, returned } = JSON.parse(report) as RuntimeTimes;
  const { parameterAskedAt, requestedAt } = observations;
  return {
    observations,
    timeline: {
      began: since(BigInt(began)),
      loaded: since(BigInt(loaded)),
      ...(parameterAskedAt === undefined ? {} : { parameterAsked: since(parameterAskedAt) }),
      ...(requestedAt === undefined ? {} : { requested: since(requestedAt) }),
      returned: since(BigInt(returned)),
    },
  };
}
