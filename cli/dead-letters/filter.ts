import type { Letter } from '../../lambda/dead-letters/letter';
import { OUTCOME_CLASSES } from '../../lambda/outcome/outcome';
import { parseSince } from '../../lambda/since';
import { canonicalTemplateType } from '../../lambda/template-type';
import { BadInput } from '../bad-input';

export interface FilterOptions {
  readonly class?: readonly string[];
  readonly template?: readonly string[];
  readonly olderThan?: string;
  readonly newerThan?: string;
}

export type Filter = (letter: Letter) => boolean;

const CLASSES: readonly string[] = [
  ...OUTCOME_CLASSES.filter((name) => name !== 'accepted'),
  'invalid_message',
  'crashed',
];

/** @throws {BadInput} for a class that there is not, or what is no time */
export function readFilter(options: FilterOptions, now: number): Filter {
  const unknown = options.class?.find((name) => !CLASSES.includes(name));
  if (unknown !== undefined) throw new BadInput(`--class ${unknown}: the classes are ${CLASSES.join(', ')}`);
  const before = readTime('older-than', options.olderThan, now);
  const after = readTime('newer-than', options.newerThan, now);
  const templates = options.template?.map(canonicalTemplateType);
  return (letter) =>
    (options.class?.includes(letter.class) ?? true) &&
    (templates?.includes(letter.templateType ?? '') ?? true) &&
    letter.at <= (before ?? Number.POSITIVE_INFINITY) &&
    letter.at >= (after ?? Number.NEGATIVE_INFINITY);
}

function readTime(option: string, value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const time = parseSince(value, now);
  if (time === undefined)
    throw new BadInput(`--${option} ${value}: give a duration such as 90s, 15m, 1h or 7d, or RFC 3339`);
  return time;
}
