import { isObject } from '../is-object';
import type { Outcome } from './outcome';

/**
 * A provider's plain word that it has taken the message, as data. Most answers are that, and to compare one takes microseconds where a
 * Jsonnet rule takes hundreds of them.
 */
export interface Acceptance {
  readonly status: number;
  /** What the body is like. */
  readonly json: Pattern;
}

/** An object has these fields at least, an array these items and no more. */
export type Pattern = Literal | Special | readonly Pattern[] | { readonly [field: string]: Pattern };

type Literal = string | number | boolean;

/** The message's id, a text or a number; or any of a list, in which null also stands for what is not there. */
interface Special {
  readonly $: 'id' | readonly (Literal | null)[];
}

/** @returns undefined where the answer is another one, be it an acceptance or not */
export function readAcceptance(
  { status, json }: { readonly status: number; readonly json: unknown },
  acceptance: Acceptance,
): Outcome | undefined {
  if (status !== acceptance.status) return undefined;
  const found: { messageId?: string } = {};
  return matches(json, acceptance.json, found) ? { outcome: 'accepted', ...found } : undefined;
}

function matches(value: unknown, pattern: Pattern, found: { messageId?: string }): boolean {
  if (typeof pattern !== 'object') return value === pattern;
  if (isList(pattern))
    return (
      Array.isArray(value) &&
      value.length === pattern.length &&
      pattern.every((each, index) => matches(value[index], each, found))
    );
  if (isSpecial(pattern)) {
    if (pattern.$ !== 'id') return pattern.$.includes((value ?? null) as Literal | null);
    if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return false;
    found.messageId = String(value);
    return true;
  }
  return isObject(value) && Object.entries(pattern).every(([name, each]) => matches(value[name], each, found));
}

function isList(pattern: Pattern): pattern is readonly Pattern[] {
  return Array.isArray(pattern);
}

function isSpecial(pattern: Special | { readonly [field: string]: Pattern }): pattern is Special {
  return '$' in pattern;
}
