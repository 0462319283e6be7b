import { ATTRIBUTE } from '../../lambda/message';
import type { Aws } from '../aws';
import type { Filter } from './filter';
import type { Letter } from './letter';
import { type Sweep, sweep } from './sweep';

/** Longest life that a courier gives a message which states none, in milliseconds: one whose expiry nobody knows is over by then. */
const MAX_LIFE_MS = 172_800_000;

export interface Redact extends Sweep {
  readonly filter: Filter;
  readonly dryRun: boolean;
  readonly now: () => number;
}

/**
 * Takes text, code, template data and number out of dead letters that have expired: nothing can be done with these any more. What
 * stays is a letter that tells why it was given up, of what type it was, and a country and two digits. The copy is sent first and the
 * letter removed then: cut off in between there are both, and the next run removes the letter again.
 *
 * @returns how many
 */
export async function redact({ filter, dryRun, now, ...task }: Redact, aws: Aws): Promise<number> {
  let redacted = 0;
  await sweep(task, aws, async (letters, remove) => {
    const due = letters.filter((letter) => !letter.isRedacted && isOver(letter, now()) && filter(letter));
    redacted += due.length;
    if (dryRun) return;
    await Promise.all(
      due.map(async (letter) => {
        await aws.send(task.queueUrl, bodyOf(letter), attributesOf(letter, now()));
        await remove(letter);
      }),
    );
  });
  return redacted;
}

function isOver({ expiresAt, enteredAt }: Letter, now: number): boolean {
  return (expiresAt ?? enteredAt + MAX_LIFE_MS) <= now;
}

function bodyOf({ templateType, recipient }: Letter): string {
  return JSON.stringify({
    ...(recipient === undefined ? {} : { recipient }),
    ...(templateType === undefined ? {} : { template_type: templateType }),
  });
}

function attributesOf(letter: Letter, now: number): Record<string, string> {
  const { id, origin, enteredAt, expiresAt, code, reason } = letter;
  return {
    reason: reason || letter.class,
    outcome: letter.class,
    ...(code === undefined ? {} : { code }),
    [ATTRIBUTE.messageId]: id,
    [ATTRIBUTE.origin]: origin,
    [ATTRIBUTE.enteredAt]: new Date(enteredAt).toISOString(),
    ...(expiresAt === undefined ? {} : { [ATTRIBUTE.expiresAt]: new Date(expiresAt).toISOString() }),
    [ATTRIBUTE.redactedAt]: new Date(now).toISOString(),
  };
}
