import type { Letter } from '../../lambda/dead-letters/letter';
import { type Sweep, sweep } from '../../lambda/dead-letters/sweep';
import type { Aws } from '../aws';
import { table } from '../table';
import type { Filter } from './filter';

/** What is shown of a letter; times are RFC 3339. */
export interface Listed {
  readonly id: string;
  readonly origin: string;
  readonly class: string;
  readonly code?: string;
  readonly reason?: string;
  readonly template_type?: string;
  /** Country and last two digits. */
  readonly recipient?: string;
  readonly at: string;
  readonly expires_at?: string;
  readonly expired: boolean;
}

/** The letters that pass the filter, the oldest first. */
export async function list(task: Sweep & { readonly filter: Filter }, aws: Aws): Promise<readonly Letter[]> {
  const found: Letter[] = [];
  await sweep(task, aws, async (letters) => {
    found.push(...letters.filter(task.filter));
  });
  return found.sort((a, b) => a.at - b.at);
}

export function toListed(letter: Letter, now: number): Listed {
  const { id, origin, code, reason, templateType, recipient, at, expiresAt } = letter;
  return {
    id,
    origin,
    class: letter.class,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    ...(templateType === undefined ? {} : { template_type: templateType }),
    ...(recipient === undefined ? {} : { recipient }),
    at: new Date(at).toISOString(),
    ...(expiresAt === undefined ? {} : { expires_at: new Date(expiresAt).toISOString() }),
    expired: expiresAt !== undefined && expiresAt <= now,
  };
}

export function letterTable(letters: readonly Listed[]): string {
  return table(
    ['SINCE', 'CLASS', 'CODE', 'TEMPLATE', 'TO', 'ID', 'EXPIRES', 'REASON'],
    letters.map((letter) => [
      letter.at,
      letter.class,
      letter.code,
      letter.template_type,
      letter.recipient,
      letter.id,
      letter.expired ? 'expired' : letter.expires_at,
      letter.reason,
    ]),
  );
}
