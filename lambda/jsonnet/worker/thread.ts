/** The worker: evaluates the jobs it is sent, one after the other. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { JsonnetEngine } from '../engine';
import { JsonnetError } from '../error';
import { callProgram } from '../program';
import { Clock } from './clock';
import type { Job, JobResult, WorkerSetup } from './protocol';

/** What request configs do; evaluated once, so that the first message finds the engine compiled and its memory laid out. */
const WARM_UP = `function(ctx) {
  to: if std.startsWith(ctx.to, '+') then std.substr(ctx.to, 1, std.length(ctx.to) - 1) else ctx.to,
  body: std.manifestJsonEx({ text: '%s %d' % [ctx.to, 1], tags: [std.asciiUpper(tag) for tag in ['a', 'b']] }, ' '),
}`;

const setup = workerData as WorkerSetup;
const engine = new JsonnetEngine(new WebAssembly.Module(readFileSync(setup.engineFile)));
const clock = new Clock(setup.clock);
engine.evaluate(callProgram(WARM_UP, { name: 'ctx', value: { to: '+491511234567' } }));

parentPort?.on('message', (jobs: readonly Job[]) => {
  for (const job of jobs) {
    clock.begin(job.id);
    parentPort?.postMessage(evaluate(job));
    clock.end();
  }
});

function evaluate(job: Job): JobResult {
  try {
    return { id: job.id, text: engine.evaluate(job) };
  } catch (error) {
    if (!(error instanceof JsonnetError)) throw error;
    const { kind, reason, line, column } = error;
    return { id: job.id, kind, reason, line, column };
  }
}
