import type { Letter } from '../../lambda/dead-letters/letter';
import { type Sweep, sweep } from '../../lambda/dead-letters/sweep';
import { ATTRIBUTE } from '../../lambda/message';
import type { Aws } from '../aws';
import type { Filter } from './filter';

/** What the courier reads. SQS takes ten attributes at most, and a message that it moved by itself may have as many of its sender's. */
const READ: ReadonlySet<string> = new Set(Object.values(ATTRIBUTE));

export interface Replay extends Sweep {
  /** The courier's queue. */
  readonly targetUrl: string;
  readonly filter: Filter;
  readonly dryRun: boolean;
  readonly now: () => number;
  readonly onProgress: (counts: ReplayCounts) => void;
}

export interface ReplayCounts {
  readonly replayed: number;
  /** Came back while others were replayed; left where they are, since trying them without end mends nothing. */
  readonly failedAgain: number;
  /** Too old to be of use; left where they are. */
  readonly expired: number;
  /** No message in them; left where they are. */
  readonly unreadable: number;
  /** Excluded by the filters. */
  readonly others: number;
}

/**
 * Gives dead letters back to the courier. Each goes to the queue first and is removed then: cut off in between it is in both, and the
 * next replay sends it to the queue again, where the ledger knows it for the one that it is.
 */
export async function replay(task: Replay, aws: Aws): Promise<ReplayCounts> {
  const { targetUrl, filter, dryRun, now, onProgress } = task;
  const counts = { replayed: 0, failedAgain: 0, expired: 0, unreadable: 0, others: 0 };
  const replayed = new Set<string>();
  await sweep(task, aws, async (letters, remove) => {
    await Promise.all(
      letters.map(async (letter) => {
        const { body, expiresAt } = letter;
        if (!filter(letter)) counts.others += 1;
        else if (body === undefined) counts.unreadable += 1;
        else if (expiresAt !== undefined && expiresAt <= now()) counts.expired += 1;
        else if (replayed.has(identityOf(letter))) counts.failedAgain += 1;
        else {
          replayed.add(identityOf(letter));
          if (!dryRun) {
            await aws.send(targetUrl, body, attributesOf(letter, now()));
            await remove(letter);
          }
          counts.replayed += 1;
        }
      }),
    );
    onProgress(counts);
  });
  return counts;
}

function identityOf({ origin, id }: Letter): string {
  return `${origin} ${id}`;
}

/** The message's identity and times, whatever SQS calls it now, and what its front door told the courier. */
function attributesOf(letter: Letter, now: number): Record<string, string> {
  const { id, origin, enteredAt, expiresAt, received } = letter;
  const own = Object.entries(received.attributes).filter(([name]) => READ.has(name));
  return {
    ...Object.fromEntries(own),
    [ATTRIBUTE.messageId]: id,
    [ATTRIBUTE.origin]: origin,
    [ATTRIBUTE.enteredAt]: new Date(enteredAt).toISOString(),
    ...(expiresAt === undefined ? {} : { [ATTRIBUTE.expiresAt]: new Date(expiresAt).toISOString() }),
    [ATTRIBUTE.replayedAt]: new Date(now).toISOString(),
  };
}
