import type { Lookup } from './lookup';

type Value = string | number | readonly string[];

/** A text in quotes, a whole number, a name or reference, or a sign. */
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|\d+(?![\w.])|[A-Za-z_][\w.-]*|[(),])\s*/y;

/** https://developer.hashicorp.com/terraform/language/functions */
const FUNCTIONS: Readonly<Record<string, (...values: readonly Value[]) => Value | undefined>> = {
  // an index beyond the end begins anew
  element: (list, index) =>
    Array.isArray(list) && typeof index === 'number' ? (list[index % list.length] as string) : undefined,
  split: (separator, text) =>
    typeof text === 'string' && typeof separator === 'string' ? text.split(separator) : undefined,
  trimprefix: (text, prefix) =>
    typeof text === 'string' && typeof prefix === 'string' && text.startsWith(prefix)
      ? text.slice(prefix.length)
      : text,
};

/** Evaluates a Terraform expression of those functions that the construct writes; undefined if it holds anything else. */
export function evaluate(expression: string, lookup: Lookup): string | undefined {
  const tokens = tokensOf(expression);
  const next = () => tokens.shift();
  const read = (): Value | undefined => {
    const token = next();
    if (token === undefined) return undefined;
    if (token.startsWith('"')) return JSON.parse(token);
    if (/^\d/.test(token)) return Number(token);
    if (tokens[0] !== '(') return lookup(token);
    next();
    const values: (Value | undefined)[] = [read()];
    let sign = next();
    for (; sign === ','; sign = next()) values.push(read());
    if (sign !== ')' || values.includes(undefined)) return undefined;
    return Object.hasOwn(FUNCTIONS, token) ? FUNCTIONS[token]?.(...(values as Value[])) : undefined;
  };
  const value = read();
  return tokens.length === 0 && typeof value === 'string' ? value : undefined;
}

/** None if there is anything in the expression that is no token. */
function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < expression.length; end = TOKEN.lastIndex) {
    const token = TOKEN.exec(expression)?.[1];
    if (token === undefined) return [];
    tokens.push(token);
  }
  return tokens;
}
