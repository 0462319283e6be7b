import { type Sweep, sweep } from '../../lambda/dead-letters/sweep';
import type { Aws } from '../aws';
import type { Filter } from './filter';
import { list } from './list';

export interface Drop extends Sweep {
  /** Ends the question as well. */
  readonly signal: AbortSignal;
  readonly filter: Filter;
  readonly dryRun: boolean;
  /** Asked once it is known how many there are. */
  readonly confirm: (count: number) => Promise<boolean>;
}

/** Deletes dead letters for good, and none that came while somebody thought about it. @returns how many */
export async function drop(task: Drop, aws: Aws): Promise<number> {
  const chosen = new Set((await list(task, aws)).map(({ received }) => received.sqsId));
  if (task.dryRun) return chosen.size;
  if (chosen.size === 0 || task.signal.aborted || !(await task.confirm(chosen.size))) return 0;
  let dropped = 0;
  await sweep(task, aws, async (letters, remove) => {
    const doomed = letters.filter(({ received }) => chosen.has(received.sqsId));
    await Promise.all(doomed.map(remove));
    dropped += doomed.length;
  });
  return dropped;
}
