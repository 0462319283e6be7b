import { type Literal, stringLiterals } from '../../lambda/secrets/jsonnet-secrets';
import { isCredentialName, literalCredential, looksLikeCredential } from './credentials';

/** A credential that stands in Jsonnet as a string literal. */
export interface JsonnetCredential {
  readonly literal: Literal;
  /** The field or variable that it is given to. */
  readonly name: string;
  readonly scheme: string;
  readonly value: string;
  /** Line of the Jsonnet, from 1. */
  readonly line: number;
}

/**
 * Finds the credentials that Jsonnet holds: literals that are given to a field or variable that is named like one, and those
 * that look like one wherever they stand.
 */
export function findJsonnetCredentials(source: string): JsonnetCredential[] {
  const literals = [...stringLiterals(source)];
  return literals.flatMap((literal) => {
    if (isFieldName(source, literal)) return [];
    const name = targetOf(source, literal);
    const suspicious =
      (name !== undefined && isCredentialName(name)) ||
      looksLikeCredential(literalCredential(literal.value)?.value ?? '');
    const credential = suspicious ? literalCredential(literal.value) : undefined;
    if (credential === undefined) return [];
    return [{ literal, name: name ?? 'secret', ...credential, line: lineOf(source, literal.start) }];
  });
}

/** The source without what looks like a credential in its comments, which are what the gaps between its literals may hold. */
export function clearComments(source: string): string {
  const clear = (gap: string) =>
    gap.replace(/\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g, (comment) =>
      comment.replace(/[A-Za-z0-9_+/=.-]+/g, (word) => (looksLikeCredential(word) ? '…' : word)),
    );
  let end = 0;
  const parts: string[] = [];
  for (const literal of stringLiterals(source)) {
    parts.push(clear(source.slice(end, literal.start)), source.slice(literal.start, literal.end));
    end = literal.end;
  }
  return parts.join('') + clear(source.slice(end));
}

/** Puts other texts in the place of literals. */
export function replaceLiterals(source: string, replacements: readonly (readonly [Literal, string])[]): string {
  let end = 0;
  const parts: string[] = [];
  for (const [literal, text] of replacements) {
    parts.push(source.slice(end, literal.start), quoted(text, source[literal.start]));
    end = literal.end;
  }
  return parts.join('') + source.slice(end);
}

/** In the quotes that the author used, if they need no escapes. */
function quoted(text: string, quote: string | undefined): string {
  return quote === "'" && !/['\\\n]/.test(text) ? `'${text}'` : JSON.stringify(text);
}

/** A literal before a colon: `'api_key': …`, `['api_key']: …`. */
function isFieldName(source: string, { end }: Literal): boolean {
  return /^\s*\]?\s*\+?:/.test(source.slice(end, end + FAR));
}

/** How far from a literal its name is looked for, in characters. */
const FAR = 400;

/** What a value is given to: `name: 'value'`, `"name": 'a' + 'value'`, `['name']: 'value'`, `local name = 'value'`. */
const TARGET =
  /(?:\[?\s*(?:'([^'\n]*)'|"([^"\n]*)")\s*\]?|([A-Za-z_]\w*))\s*(?:\+?:{1,3}|=(?!=))\s*(?:\(\s*)*(?:[^,;{}[\]()]*(?:\+|\bthen\b|\belse\b)\s*)?$/;

function targetOf(source: string, { start }: Literal): string | undefined {
  const [, single, double, bare] = TARGET.exec(source.slice(Math.max(0, start - FAR), start)) ?? [];
  return single ?? double ?? bare;
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
