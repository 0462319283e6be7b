import type { JsonnetErrorKind } from '../error';
import type { Program } from '../program';

/** What the worker is born with. */
export interface WorkerSetup {
  /** The engine's WebAssembly file; the worker compiles it, while the function's own thread has other things to load. */
  readonly engineFile: string;
  readonly clock: SharedArrayBuffer;
}

/** One evaluation; jobs cross to the worker as an array. Ids count up from one. */
export interface Job extends Program {
  readonly id: number;
}

/** What came of a job; each crosses back by itself, as soon as it is there. */
export type JobResult =
  | { readonly id: number; readonly text: string }
  | {
      readonly id: number;
      readonly kind: JsonnetErrorKind;
      readonly reason: string;
      readonly line: number | undefined;
      readonly column: number | undefined;
    };
