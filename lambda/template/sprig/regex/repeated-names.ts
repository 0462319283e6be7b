/** Escapes, quotations and classes, in which a parenthesis is none; beginnings of groups; all in RE2's syntax. */
const TOKEN = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]|\((?:(\?P?<(\w+)>)|(?!\?))/g;

export interface UniqueNames {
  /** The pattern, in which only the first group of each name has it. */
  readonly pattern: string;
  /** The numbers of all groups that had a name. */
  readonly groups: ReadonlyMap<string, readonly number[]>;
}

/** Go lets several groups share a name, the engine does not. */
export function uniqueNames(pattern: string): UniqueNames {
  const groups = new Map<string, number[]>();
  let count = 0;
  const unique = pattern.replace(TOKEN, (token, head: string | undefined, name: string | undefined) => {
    if (!token.startsWith('(')) return token;
    count++;
    if (head === undefined || name === undefined) return token;
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [count]);
    else known.push(count);
    return known === undefined ? token : '(';
  });
  return { pattern: unique, groups };
}
