import { type Letter, readLetter } from './letter';
import type { LetterQueue } from './letter-queue';

/** Batches in a row that bring nothing new, after which a queue is taken for seen: what is hidden too briefly comes round again. */
const BARREN = 3;

export interface Sweep {
  readonly queueUrl: string;
  /** How long a letter that was looked at is hidden, in seconds: until the sweep ends or is cut off. */
  readonly hiddenSeconds: number;
  /** Ends the sweep before the next batch. */
  readonly signal: Pick<AbortSignal, 'aborted'>;
  /** What may be shown of a recipient. */
  readonly mask: (recipient: string) => string;
}

/** Takes a letter out of the queue for good. */
export type Remove = (letter: Letter) => Promise<void>;

/**
 * Goes through a queue, ten letters at a time. SQS shows nothing without hiding it: what is not removed is put back at the end, also
 * of a sweep that fails or is cut off. After a kill it shows again by itself, once the time that it is hidden for is over.
 *
 * @returns whether it came to the queue's end
 */
export async function sweep(
  { queueUrl, hiddenSeconds, signal, mask }: Sweep,
  queue: LetterQueue,
  handle: (letters: readonly Letter[], remove: Remove) => Promise<void>,
): Promise<boolean> {
  const seen = new Set<string>();
  const held = new Map<string, string>();
  const remove: Remove = async ({ received }) => {
    await queue.remove(queueUrl, held.get(received.sqsId) ?? received.receiptHandle);
    held.delete(received.sqsId);
  };
  try {
    for (let barren = 0; barren < BARREN; ) {
      if (signal.aborted) return false;
      const received = await queue.receive(queueUrl, hiddenSeconds);
      if (received.length === 0) break;
      for (const { sqsId, receiptHandle } of received) held.set(sqsId, receiptHandle);
      const fresh = received.filter(({ sqsId }) => !seen.has(sqsId));
      for (const { sqsId } of fresh) seen.add(sqsId);
      barren = fresh.length === 0 ? barren + 1 : 0;
      await handle(
        fresh.map((each) => readLetter(each, mask)),
        remove,
      );
    }
    return true;
  } finally {
    await queue.release(queueUrl, [...held.values()]);
  }
}
