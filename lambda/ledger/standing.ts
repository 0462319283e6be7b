import type { LedgerEntry } from './messages';
import type { MessageRow } from './row';

/** `free`: it may be worked on. `held`: somebody does, or its retry waits. `ended`: it is through, and what comes in is a duplicate. */
export type Standing = 'free' | 'held' | 'ended';

/**
 * What a message's row says of one that comes in. A failed message may come again; what was in the queue already when it failed does not:
 * it is the same once more, which the queue gives out twice, or its sender has given in twice.
 */
export function standingOf(
  row: MessageRow,
  { isReplay, queuedAt = Number.POSITIVE_INFINITY }: Pick<LedgerEntry, 'isReplay' | 'queuedAt'>,
  now: number,
): Standing {
  if (row.state === 'queued') return row.heldUntil > now ? 'held' : 'free';
  if (row.state === 'failed') return queuedAt > row.updatedAt ? 'free' : 'ended';
  return isReplay || row.duplicateUntil > now ? 'ended' : 'free';
}
