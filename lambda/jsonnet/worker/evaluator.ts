import { JsonnetError } from '../error';
import type { JsonnetArgument, JsonnetEvaluator } from '../evaluator';
import { TIME_LIMIT_MS } from '../limits';
import { callProgram } from '../program';
import type { Job, JobResult } from './protocol';
import { type RunningWorker, startWorker, type WorkerFiles } from './start';

interface Waiting {
  readonly job: Job;
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Evaluates in a worker thread, which is ended when one evaluation has run for {@link TIME_LIMIT_MS}: nothing else stops
 * a loop in WebAssembly. The evaluations behind it go to a fresh worker.
 *
 * Evaluations asked for in one turn of the event loop cross in one message, since each crossing costs more than a small
 * evaluation. While none is under way, nothing here keeps the process alive.
 */
export class WorkerEvaluator implements JsonnetEvaluator {
  /** Every evaluation that has no result yet, in order. */
  private readonly waiting = new Map<number, Waiting>();
  private unsent: Job[] = [];
  private lastId = 0;
  private worker: RunningWorker | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** Takes over a worker that is on its way, or starts one at once, so that it is ready when the first message is. */
  constructor(
    private readonly files: WorkerFiles,
    first: RunningWorker = startWorker(files),
  ) {
    this.take(first);
  }

  async evaluate(snippet: string, argument: JsonnetArgument): Promise<string> {
    const job: Job = { id: ++this.lastId, ...callProgram(snippet, argument) };
    return new Promise((resolve, reject) => {
      this.waiting.set(job.id, { job, resolve, reject });
      if (this.unsent.push(job) === 1) setImmediate(() => this.send());
    });
  }

  private send(): void {
    // a worker that was started since then has them already
    if (this.unsent.length === 0) return;
    this.post(this.worker ?? this.start(), this.unsent);
  }

  private post({ thread }: RunningWorker, jobs: readonly Job[]): void {
    this.unsent = [];
    thread.ref();
    thread.postMessage(jobs);
    this.timer ??= setTimeout(() => this.watch(), TIME_LIMIT_MS);
  }

  private start(): RunningWorker {
    return this.take(startWorker(this.files));
  }

  private take(worker: RunningWorker): RunningWorker {
    let cause: Error | undefined;
    worker.thread.on('message', (result: JobResult) => this.settle(worker, result));
    worker.thread.on('error', (error) => {
      cause = error;
    });
    worker.thread.on('exit', () => this.ended(worker, cause));
    // last, because a listener for messages refs the thread's port
    worker.thread.unref();
    this.worker = worker;
    return worker;
  }

  private settle(worker: RunningWorker, result: JobResult): void {
    if (worker !== this.worker) return;
    if ('text' in result) this.claim(result.id)?.resolve(result.text);
    else this.claim(result.id)?.reject(new JsonnetError(result.kind, result.reason, result.line, result.column));
    if (this.waiting.size === 0) this.rest();
  }

  private claim(id: number): Waiting | undefined {
    const claimed = this.waiting.get(id);
    this.waiting.delete(id);
    return claimed;
  }

  private rest(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.worker?.thread.unref();
  }

  /** Ends the worker if its evaluation is over time; else looks again when it would be. */
  private watch(): void {
    const running = this.worker?.clock.running();
    const left = TIME_LIMIT_MS - (running?.milliseconds ?? 0);
    if (running !== undefined && left <= 0) {
      this.replace(running.id, `it did not end within ${TIME_LIMIT_MS / 1000} s`);
    } else {
      this.timer = setTimeout(() => this.watch(), Math.ceil(left));
    }
  }

  /** A worker that ended by itself: of memory, or before it could begin. */
  private ended(worker: RunningWorker, cause: Error | undefined): void {
    if (worker !== this.worker) return;
    const running = worker.clock.running();
    const why = cause?.message ?? 'no reason given';
    if (running !== undefined) this.replace(running.id, `it ended its worker: ${why}`);
    else if (worker.clock.used) this.resume();
    else this.giveUp(new Error(`the Jsonnet worker does not start: ${why}`));
  }

  /** The next evaluation tries to start a worker again. */
  private giveUp(error: Error): void {
    this.worker = undefined;
    this.unsent = [];
    for (const id of this.waiting.keys()) this.claim(id)?.reject(error);
    this.rest();
  }

  private replace(culprit: number, reason: string): void {
    const thread = this.worker?.thread;
    this.worker = undefined;
    thread?.unref();
    void thread?.terminate();
    this.claim(culprit)?.reject(new JsonnetError('limit', reason));
    this.resume();
  }

  /** Goes on in a fresh worker, which is started even if nothing waits: the next message should not have to. */
  private resume(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const worker = this.start();
    if (this.waiting.size > 0)
      this.post(
        worker,
        Array.from(this.waiting.values(), ({ job }) => job),
      );
  }
}
