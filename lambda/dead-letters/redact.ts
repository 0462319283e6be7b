import { ATTRIBUTE, toQueueMessage } from '../message';
import type { Letter } from './letter';
import type { LetterQueue } from './letter-queue';
import { type Sweep, sweep } from './sweep';

/** As long as an id may be. What is no message may have a longer one, or a text for a template type. */
const MAX_NAME = 128;

export interface Redact extends Sweep {
  /** Those that it is about. @default - all */
  readonly filter?: (letter: Letter) => boolean;
  /** Only counts. @default false */
  readonly dryRun?: boolean;
  /** Life in milliseconds of a message that states none. */
  readonly defaultLifeMs: number;
  /** The longest that a message lives in milliseconds, whatever it states. */
  readonly longestLifeMs: number;
  readonly now: () => number;
  /** Told of each letter. */
  readonly onRedacted: () => void;
}

/**
 * Takes text, code, template data and number out of dead letters that have expired: nothing can be done with these any more. What
 * stays is a letter that tells why it was given up, of what type it was, and a country and two digits. The copy is sent first and the
 * letter removed then: cut off in between there are both, and the next run removes the letter again.
 *
 * @returns whether it came to the queue's end
 * @throws what went wrong with a letter, once all others are done; or with the queue
 */
export async function redact(task: Redact, queue: LetterQueue): Promise<boolean> {
  const { filter = () => true, dryRun = false, now, queueUrl, onRedacted } = task;
  const failures: unknown[] = [];
  const hasEnded = await sweep(task, queue, async (letters, remove) => {
    const due = letters.filter((letter) => !letter.isRedacted && isOver(letter, task) && filter(letter));
    await Promise.all(
      due.map(async (letter) => {
        try {
          if (!dryRun) {
            await queue.send(queueUrl, bodyOf(letter), attributesOf(letter, now()));
            await remove(letter);
          }
          onRedacted();
        } catch (error) {
          failures.push(error);
        }
      }),
    );
  });
  if (failures.length > 0) throw failures[0];
  return hasEnded;
}

function isOver({ expiresAt, enteredAt }: Letter, { defaultLifeMs, longestLifeMs, now }: Redact): boolean {
  return Math.min(expiresAt ?? enteredAt + defaultLifeMs, enteredAt + longestLifeMs) <= now();
}

function bodyOf({ templateType, recipient }: Letter): string {
  return toQueueMessage({
    ...(recipient === undefined ? {} : { recipient }),
    ...(templateType === undefined ? {} : { template_type: templateType.slice(0, MAX_NAME) }),
  });
}

function attributesOf(letter: Letter, now: number): Record<string, string> {
  const { id, origin, enteredAt, expiresAt, code, reason } = letter;
  return {
    reason: reason || letter.class,
    outcome: letter.class,
    ...(code === undefined ? {} : { code }),
    [ATTRIBUTE.messageId]: id.slice(0, MAX_NAME),
    [ATTRIBUTE.origin]: origin,
    [ATTRIBUTE.enteredAt]: new Date(enteredAt).toISOString(),
    ...(expiresAt === undefined ? {} : { [ATTRIBUTE.expiresAt]: new Date(expiresAt).toISOString() }),
    [ATTRIBUTE.redactedAt]: new Date(now).toISOString(),
  };
}
