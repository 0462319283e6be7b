import type { Aws } from '../aws';
import { type Letter, readLetter } from './letter';

/** Batches in a row that bring nothing new, after which a queue is taken for seen: what is hidden too briefly comes round again. */
const BARREN = 3;

export interface Sweep {
  readonly queueUrl: string;
  /** How long a letter that was looked at is hidden, in seconds: until the sweep ends or is cut off. */
  readonly hiddenSeconds: number;
  /** Ends the sweep before the next batch. */
  readonly signal: AbortSignal;
}

/** Takes a letter out of the queue for good. */
export type Remove = (letter: Letter) => Promise<void>;

/**
 * Goes through a queue, ten letters at a time. SQS shows nothing without hiding it: what is not removed is put back at the end, also
 * of a sweep that fails or is cut off. After a kill it shows again by itself, once the time that it is hidden for is over.
 */
export async function sweep(
  { queueUrl, hiddenSeconds, signal }: Sweep,
  aws: Aws,
  handle: (letters: readonly Letter[], remove: Remove) => Promise<void>,
): Promise<void> {
  const seen = new Set<string>();
  const held = new Map<string, string>();
  const remove: Remove = async ({ received }) => {
    await aws.remove(queueUrl, held.get(received.sqsId) ?? received.receiptHandle);
    held.delete(received.sqsId);
  };
  try {
    for (let barren = 0; barren < BARREN && !signal.aborted; ) {
      const received = await aws.receive(queueUrl, hiddenSeconds);
      if (received.length === 0) break;
      for (const { sqsId, receiptHandle } of received) held.set(sqsId, receiptHandle);
      const fresh = received.filter(({ sqsId }) => !seen.has(sqsId));
      for (const { sqsId } of fresh) seen.add(sqsId);
      barren = fresh.length === 0 ? barren + 1 : 0;
      await handle(fresh.map(readLetter), remove);
    }
  } finally {
    await aws.release(queueUrl, [...held.values()]);
  }
}
