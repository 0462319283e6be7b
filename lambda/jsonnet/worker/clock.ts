/** Cells of the shared memory. */
const STARTED = 0;
const RUNNING = 1;

/**
 * Tells across threads which job is running and since when, without a message: a message would wait for a main thread
 * that is busy, and then a worker that is long done would look stuck.
 */
export class Clock {
  private readonly cells: BigInt64Array;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.cells = new BigInt64Array(memory);
  }

  /** Worker: a job begins. The time is written first, so that no job is ever seen with an earlier one's. */
  begin(id: number): void {
    Atomics.store(this.cells, STARTED, process.hrtime.bigint());
    Atomics.store(this.cells, RUNNING, BigInt(id));
  }

  /** Worker: the result of the job is on its way. */
  end(): void {
    Atomics.store(this.cells, RUNNING, 0n);
  }

  /** The job that runs, and for how long, in milliseconds. */
  running(): { readonly id: number; readonly milliseconds: number } | undefined {
    const id = Number(Atomics.load(this.cells, RUNNING));
    if (id === 0) return undefined;
    return { id, milliseconds: Number(process.hrtime.bigint() - Atomics.load(this.cells, STARTED)) / 1e6 };
  }

  /** Whether any job has begun. */
  get used(): boolean {
    return Atomics.load(this.cells, STARTED) !== 0n;
  }
}
