import type { Maybe } from './exec/state';
import { sprintf } from './format';
import { FunctionError } from './go-function';
import { compare } from './go-string';
import { type GoType, isUnsigned, sameType } from './go-type';
import { GoComplex, GoInt, GoMap, GoPointer, GoSlice, GoStruct, typeOf, type Value } from './value';

type BasicKind = 'bool' | 'complex' | 'int' | 'float' | 'string' | 'uint';

/** `eq` of two values: those of one kind compare, and integers whatever their sign. @throws FunctionError */
export function equal(a: Maybe, b: Maybe): boolean {
  const kind = basicKind(a);
  const other = basicKind(b);
  if (kind !== other) {
    if (isInteger(kind) && isInteger(other)) return (a as GoInt).value === (b as GoInt).value;
    if (isNothing(a) || isNothing(b)) return false;
    throw new FunctionError('incompatible types for comparison');
  }
  switch (kind) {
    case undefined:
      return equalCompound(a, b);
    case 'complex':
      return (
        (a as GoComplex).real === (b as GoComplex).real && (a as GoComplex).imaginary === (b as GoComplex).imaginary
      );
    case 'int':
    case 'uint':
      return (a as GoInt).value === (b as GoInt).value;
    default:
      return a === b;
  }
}

/** `lt` of two values. @throws FunctionError */
export function less(a: Maybe, b: Maybe): boolean {
  const kind = basicKind(a);
  const other = basicKind(b);
  if (kind === undefined || other === undefined) throw new FunctionError('invalid type for comparison');
  if (isInteger(kind) && isInteger(other)) return (a as GoInt).value < (b as GoInt).value;
  if (kind !== other) throw new FunctionError('incompatible types for comparison');
  if (kind === 'float') return (a as number) < (b as number);
  if (kind === 'string') return compare(a as string, b as string) < 0;
  throw new FunctionError('invalid type for comparison');
}

function isInteger(kind: BasicKind | undefined): boolean {
  return kind === 'int' || kind === 'uint';
}

function basicKind(value: Maybe): BasicKind | undefined {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float';
    case 'string':
      return 'string';
    default:
      if (value instanceof GoInt) return isUnsigned(value.type) ? 'uint' : 'int';
      return value instanceof GoComplex ? 'complex' : undefined;
  }
}

/** Lists, maps, structs, pointers and nil: they compare with nil, and pointers and structs with their like. */
function equalCompound(a: Maybe, b: Maybe): boolean {
  const type = typeOf(a ?? null);
  const other = typeOf(b ?? null);
  if (type !== undefined && other !== undefined && type.kind !== other.kind)
    throw new FunctionError(
      sprintf('non-comparable types %s: %v, %s: %v', [a as Value, type.name, other.name, b as Value]),
    );
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (!isComparable(other as GoType))
    throw new FunctionError(sprintf('non-comparable type %s: %v', [b as Value, (other as GoType).name]));
  if (a instanceof GoPointer && b instanceof GoPointer) return a.target === b.target;
  return a instanceof GoStruct && b instanceof GoStruct && equalStructs(a, b);
}

function equalStructs(a: GoStruct, b: GoStruct): boolean {
  return (
    a.type.name === b.type.name &&
    a.type.fields.every(({ name }) => equalFields(a.fields.get(name) ?? null, b.fields.get(name) ?? null))
  );
}

/** Go's `==`, to which values of two types are simply different. */
function equalFields(a: Value, b: Value): boolean {
  const [type, other] = [typeOf(a), typeOf(b)];
  if (type === undefined || other === undefined) return type === other;
  if (!sameType(type, other)) return false;
  if (type.kind === 'map' || type.kind === 'slice')
    throw new FunctionError(`runtime error: comparing uncomparable type ${type.name}`);
  return equal(a, b);
}

function isComparable(type: GoType): boolean {
  if (type.kind === 'struct') return type.fields.every((field) => isComparable(field.type));
  return type.kind !== 'map' && type.kind !== 'slice';
}

function isNothing(value: Maybe): boolean {
  return value === undefined || value === null;
}

function isNil(value: Maybe): boolean {
  if (value instanceof GoMap || value instanceof GoSlice) return value.isNil;
  return isNothing(value) || (value instanceof GoPointer && value.target === null);
}
