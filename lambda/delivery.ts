import type { Provider } from './attempt';
import type { CourierConfig } from './config';
import type { Ledger } from './ledger/ledger';
import type { Log } from './log';
import type { Templates } from './template/templates';

/** What delivers messages. */
export interface Delivery {
  readonly config: CourierConfig;
  readonly providers: readonly Provider[];
  /** Loaded by the first message that must be rendered. */
  readonly templates: () => Templates;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly now: () => number;
  readonly random: () => number;
}

/** One receive of a message. */
export interface Receive {
  /** 1 for the first time that the message comes out of the queue. */
  readonly receives: number;
  /** Milliseconds since the epoch at which the invocation is cut off. */
  readonly deadline: number;
}
