import { type BasicType, type GoType, isSigned, isUnsigned } from './go-type';
import { GoComplex, GoInt, GoMap, GoPointer, GoSlice, GoStruct, type Value } from './value';

/** What a variable of the type holds before anything is assigned to it. https://go.dev/ref/spec#The_zero_value */
export function zeroOf(type: GoType): Value {
  if (isSigned(type) || isUnsigned(type)) return new GoInt(0n, type as BasicType);
  switch (type.kind) {
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'float32':
    case 'float64':
      return 0;
    case 'complex128':
      return new GoComplex(0, 0);
    case 'slice':
      return new GoSlice([], type, true);
    case 'map':
      return new GoMap(new Map(), type, true);
    case 'ptr':
      return new GoPointer(null, type.elem);
    case 'struct':
      return new GoStruct(new Map(type.fields.map(({ name, type: field }) => [name, zeroOf(field)])), type);
    default:
      return null;
  }
}
