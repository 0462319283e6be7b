/** The little of Terraform's JSON syntax (https://developer.hashicorp.com/terraform/language/syntax/json) that a courier's stack uses. */

import { isObject } from '../lambda/is-object';
import { evaluate } from './expression';
import type { Lookup } from './lookup';

export type Attributes = Readonly<Record<string, unknown>>;

/** One `resource` or `variable` block. */
export interface Block {
  /** Its name in references: `${<type>.<id>.…}`. */
  readonly id: string;
  readonly attributes: Attributes;
}

/** A block may be written as an object or as an array of one. */
export function asBlock(value: unknown): Attributes | undefined {
  const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isObject(single) ? single : undefined;
}

/** The blocks of one kind, which may be written as an object or as an array. */
export function asBlocks(value: unknown): Attributes[] {
  return [value].flat().filter(isObject);
}

/** The stack's resources of one type. */
export function resources(stack: Attributes, type: string): Block[] {
  const ofType = asBlock(asBlock(stack['resource'])?.[type]) ?? {};
  return Object.entries(ofType).flatMap(([id, value]) => {
    const attributes = asBlock(value);
    return attributes === undefined ? [] : [{ id, attributes }];
  });
}

/** The id in `${<type>.<id>.…}`, if that is all that the text is. */
export function referencedId(text: unknown, type: string): string | undefined {
  const match = typeof text === 'string' ? /^\$\{([a-z0-9_]+)\.([\w-]+)\.\w+\}$/.exec(text) : null;
  return match?.[1] === type ? match[2] : undefined;
}

/** Looks up a stack's variables: as Terraform does, `TF_VAR_<name>` goes before the default. */
export function variableLookup(stack: Attributes, env: Readonly<Record<string, string | undefined>>): Lookup {
  const variables = asBlock(stack['variable']) ?? {};
  return (reference) => {
    const name = /^var\.([\w-]+)$/.exec(reference)?.[1];
    if (name === undefined) return undefined;
    const value = env[`TF_VAR_${name}`];
    if (value !== undefined) return value;
    const fallback = asBlock(variables[name])?.['default'];
    return fallback === undefined || fallback === null ? undefined : String(fallback);
  };
}

/**
 * Puts values in place of a text's `${…}` references; `$${` stands for the characters `${`.
 *
 * @param where what the text is, for the error
 */
export function resolveText(text: string, lookup: Lookup, where: string): string {
  return text.replace(/\$\$\{|%%\{|\$\{([^{}]*)\}|[$%]\{/g, (match: string, expression: string | undefined) => {
    if (match === '$${' || match === '%%{') return match.slice(1);
    const reference = expression?.trim();
    const value = reference === undefined ? undefined : evaluate(reference, lookup);
    if (value !== undefined) return value;
    const variable = reference === undefined ? undefined : /^var\.([\w-]+)$/.exec(reference)?.[1];
    const remedy =
      variable === undefined
        ? 'the local courier resolves references to queues (url, id, arn, name) and variables only'
        : `set TF_VAR_${variable}`;
    throw new Error(`${where}: cannot resolve "${reference ?? text}" on this machine: ${remedy}`);
  });
}
