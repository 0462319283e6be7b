import { ANY, type GoType, sameType } from '../go-type';
import { GoMap, GoPointer, GoSlice, typeOf, type Value } from '../value';
import type { Maybe, State } from './state';

/** Parameter type of builtins that take any value as it is, an invalid one included. Go's is reflect.Value. */
export const REFLECT: GoType = { kind: 'struct', name: 'reflect.Value', fields: [] };

/** Whether nil may stand for a value of the type. */
export function canBeNil(type: GoType): boolean {
  return type === REFLECT || ['interface', 'map', 'slice', 'ptr'].includes(type.kind);
}

/** The nil of a type that has one. */
export function nilOf(type: GoType): Maybe {
  switch (type.kind) {
    case 'map':
      return new GoMap(new Map(), type, true);
    case 'slice':
      return new GoSlice([], type, true);
    case 'ptr':
      return new GoPointer(null, type.elem);
    default:
      return type === REFLECT ? undefined : null;
  }
}

/** The value as an argument for a parameter of that type. @throws TemplateError where Go's types forbid it */
export function validate(state: State, value: Maybe, type: GoType): Maybe {
  if (type === REFLECT) return value;
  if (value === undefined) {
    if (canBeNil(type)) return nilOf(type);
    throw state.error(`invalid value; expected ${type.name}`);
  }
  if (type.kind === 'interface') return value;
  const actual = typeOf(value);
  if (actual === undefined) throw wrongType(state, type, ANY);
  if (sameType(actual, type)) return value;
  if (value instanceof GoPointer && sameType(value.type.elem, type)) {
    if (value.target === null) throw state.error(`dereference of nil pointer of type ${type.name}`);
    return value.target;
  }
  throw wrongType(state, type, actual);
}

function wrongType(state: State, expected: GoType, actual: GoType) {
  return state.error(`wrong type for value; expected ${expected.name}; got ${actual.name}`);
}

/** What a pointer points to; null for a nil one, as for a nil interface. */
export function indirect(value: Maybe): Maybe {
  return value instanceof GoPointer ? value.target : value;
}

/** What if, with, and, or and not take for true: anything but zero, nil and what is empty. */
export function isTrue(value: Maybe): boolean {
  switch (typeof value) {
    case 'undefined':
      return false;
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return value !== 0;
    default:
      return isTrueObject(value);
  }
}

function isTrueObject(value: Exclude<Value, boolean | string | number>): boolean {
  if (value === null) return false;
  if ('items' in value) return value.items.length > 0;
  if ('entries' in value) return value.entries.size > 0;
  if ('value' in value) return value.value !== 0n;
  if ('real' in value) return value.real !== 0 || value.imaginary !== 0;
  return !('target' in value) || value.target !== null;
}
