import type { RE2JS } from 're2js';
import { checkLength } from '../../limits';
import { next } from './match';

/** The groups of a match, by number; undefined for one that took no part. */
type Groups = (reference: number | string) => string | undefined;

/** Go's `ReplaceAllString` with a replacement for each match. */
export function replaceMatches(regex: RE2JS, text: string, replacement: (groups: Groups) => string): string {
  const matcher = regex.matcher(text);
  const names = regex.namedGroups();
  let result = '';
  let last = 0;
  let at = 0;
  while (at <= text.length && matcher.find(at)) {
    const start = matcher.start();
    const end = matcher.end();
    result += text.slice(last, start);
    if (end > last || start === 0) {
      result += replacement((reference) => {
        const index = typeof reference === 'number' ? reference : names[reference];
        return index === undefined || index > matcher.groupCount() ? undefined : (matcher.group(index) ?? undefined);
      });
    }
    checkLength(result.length);
    last = end;
    at = Math.max(end, Math.min(next(text, at), text.length + 1));
  }
  return result + text.slice(last);
}

/** A replacement whose `$1`, `$name` and `${name}` stand for groups. https://pkg.go.dev/regexp#Regexp.Expand */
export function expand(template: string, groups: Groups): string {
  return template.replace(
    /\$(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu,
    (match, plain?: string, braced?: string) => {
      const name = plain ?? braced;
      if (name === undefined) return match === '$$' ? '$' : match;
      return groups(/^\d+$/.test(name) ? Number(name) : name) ?? '';
    },
  );
}
