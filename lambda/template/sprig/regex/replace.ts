import { checkLength } from '../../limits';
import type { Regex } from './compile';
import { next } from './match';

/** The groups of a match, by number; undefined for one that took no part. */
type Groups = (reference: number | string) => string | undefined;

/** Go's `ReplaceAllString` with a replacement for each match. */
export function replaceMatches(regex: Regex, text: string, replacement: (groups: Groups) => string): string {
  const matcher = regex.engine.matcher(text);
  let result = '';
  let last = 0;
  let at = 0;
  while (at <= text.length && matcher.find(at)) {
    const start = matcher.start();
    const end = matcher.end();
    result += text.slice(last, start);
    if (end > last || start === 0) {
      result += replacement((reference) => {
        const numbers = typeof reference === 'number' ? [reference] : regex.groupsNamed(reference);
        const given = numbers.filter((number) => number <= matcher.groupCount()).map((number) => matcher.group(number));
        // of several groups of a name the first that took part
        return given.find((group) => group !== null) ?? undefined;
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
      // with a zero before it a number is a name
      return groups(/^(0|[1-9][0-9]*)$/.test(name) ? Number(name) : name) ?? '';
    },
  );
}
