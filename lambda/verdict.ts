import type { Session } from './ledger/ledger';
import type { MessageRow, Resting, State } from './ledger/row';
import type { Outcome } from './outcome/outcome';

/** The state of a message that is through. */
export type FinalState = Exclude<State, 'queued'>;

/** What is to be done with a message after this invocation. */
export type Verdict =
  | (Ending & { readonly next: 'end'; readonly state: FinalState })
  | (Ending & {
      readonly next: 'retry';
      readonly delaySeconds: number;
      /** Providers that must not be asked again. */
      readonly spent?: readonly string[];
      /** When a provider that wants to be left alone may be asked again. */
      readonly resting?: Resting;
    })
  /** Somebody else works on it, or its retry waits: it may come again then, which is no attempt. */
  | { readonly next: 'wait'; readonly until: number; readonly attempts: number }
  /** It is through already. */
  | { readonly next: 'duplicate'; readonly row: MessageRow };

interface Ending extends Partial<Outcome> {
  readonly provider?: string;
  /** Attempts made so far. */
  readonly attempts: number;
}

/** A verdict, and the session in which it is to be written to the ledger. */
export interface Delivered {
  readonly verdict: Verdict;
  /** Absent: the ledger has it already, or cannot be reached. */
  readonly session?: Session;
  /** Of the text that went to the providers. */
  readonly segments?: number;
}
