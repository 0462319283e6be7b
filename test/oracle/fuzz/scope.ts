import type { Json } from './data';

/** What an expression gives, as far as the generator cares. */
export type Kind = 'string' | 'int' | 'float' | 'bool' | 'list' | 'map' | 'nil' | 'any';

/** A value of the data that the generator knows; undefined where it does not. */
export type Known = Json | undefined;

export interface Named {
  readonly text: string;
  readonly kind: Kind;
  readonly value: Known;
}

/** What may be named at a place of a template. */
export interface Scope {
  readonly root: Known;
  readonly dot: Known;
  readonly variables: readonly Named[];
  readonly templates: readonly string[];
  readonly inRange: boolean;
}

export function kindOf(value: Known): Kind {
  if (value === undefined) return 'any';
  if (value === null) return 'nil';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    default:
      return 'map';
  }
}

const MAX_NAMES = 40;

/** All that can be written with fields: `.`, `.a`, `.a.b`, `$.a`, `$x.a`. */
export function namesOf({ root, dot, variables }: Scope): Named[] {
  const names: Named[] = [];
  addNames(names, '', dot);
  for (const { text, kind, value } of variables) {
    names.push({ text, kind, value });
    addFields(names, text, value);
  }
  names.push({ text: '$', kind: kindOf(root), value: root });
  addFields(names, '$', root);
  return names;
}

function addNames(names: Named[], text: string, value: Known): void {
  names.push({ text: '.', kind: kindOf(value), value });
  addFields(names, text, value);
}

function addFields(names: Named[], prefix: string, value: Known): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || names.length > MAX_NAMES) return;
  for (const [key, field] of Object.entries(value)) {
    const text = `${prefix}.${key}`;
    names.push({ text, kind: kindOf(field), value: field });
    addFields(names, text, field);
  }
}
