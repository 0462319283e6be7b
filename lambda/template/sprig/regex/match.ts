import { checkItems } from '../../limits';
import type { Regex } from './compile';

/** Where a match begins and ends, in UTF-16 units. */
export type Match = readonly [start: number, end: number];

/** All matches from left to right, at most `limit` unless that is negative. One that is empty right after another does not count. */
export function findMatches(regex: Regex, text: string, limit: number): Match[] {
  const matches: Match[] = [];
  const matcher = regex.engine.matcher(text);
  let at = 0;
  let previousEnd = -1;
  while (at <= text.length && (limit < 0 || matches.length < limit) && matcher.find(at)) {
    const start = matcher.start();
    const end = matcher.end();
    const isAccepted = end !== at || start !== previousEnd;
    at = end === at ? next(text, at) : end;
    previousEnd = end;
    if (!isAccepted) continue;
    checkItems(matches.length + 1);
    matches.push([start, end]);
  }
  return matches;
}

/** Where the next character begins. */
export function next(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}
