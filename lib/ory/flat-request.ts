import { stringLiterals } from '../../lambda/secrets/jsonnet-secrets';

/** What a field is given: a text, or one of ctx. */
export type FlatValue = { readonly text: string } | { readonly ctx: string };

const FUNCTION = /^function\s*\(\s*ctx\s*\)\s*\{(?<fields>[^{}]*)\}$/;
const FIELD =
  /^(?:'(?<single>\w+)'|"(?<double>\w+)"|(?<bare>\w+))\s*:\s*(?:ctx\.(?<ctx>\w+)|(?<literal>'[^']*'|"[^"]*"))$/;

/**
 * Reads the plainest of Jsonnet, `function(ctx) { To: ctx.recipient, From: 'ACME', Body: ctx.body }`, without running it. Anything
 * that is not as plain is undefined: its meaning is not certain.
 */
export function flatRequest(source: string): ReadonlyMap<string, FlatValue> | undefined {
  const fields = FUNCTION.exec(source.replace(/(?:\/\/|#)[^\n'"]*$/gm, '').trim())?.groups?.['fields'];
  if (fields === undefined) return undefined;
  const read = new Map<string, FlatValue>();
  for (const field of splitFields(fields)) {
    const { single, double, bare, ctx, literal } = FIELD.exec(field)?.groups ?? {};
    const name = single ?? double ?? bare;
    if (name === undefined || read.has(name)) return undefined;
    const text = literal === undefined ? undefined : [...stringLiterals(literal)][0]?.value;
    if (ctx !== undefined) read.set(name, { ctx });
    else if (text !== undefined) read.set(name, { text });
    else return undefined;
  }
  return read;
}

/** At commas outside of literals. */
function splitFields(fields: string): string[] {
  const parts: string[] = [];
  let start = 0;
  const literals = [...stringLiterals(fields)];
  for (const { index } of fields.matchAll(/,/g)) {
    if (literals.some(({ start: from, end }) => index > from && index < end)) continue;
    parts.push(fields.slice(start, index));
    start = index + 1;
  }
  parts.push(fields.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
