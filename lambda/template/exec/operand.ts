import { COMPLEX128, FLOAT64, type GoType, INT, isSigned, isUnsigned } from '../go-type';
import { type NumberNode, type Operand, show } from '../parse/node';
import { GoComplex, GoInt, type Value } from '../value';
import { compileCall } from './call';
import { compileFields } from './field';
import { compilePipe } from './pipe';
import type { Maybe, State } from './state';
import { canBeNil, nilOf, REFLECT, validate } from './types';

/** Gives a value. Whether Go would hold it in an `interface {}` is left in `state.isInterface`. */
export type Evaluate = (state: State) => Maybe;

/** An operand as an argument of a function, converted to the parameter's type. */
export function compileArgument(node: Operand, type: GoType): Evaluate {
  switch (node.type) {
    case 'nil':
      return (state) => {
        state.place = node;
        if (!canBeNil(type)) throw state.error(`cannot assign nil to ${type.name}`);
        return nilOf(type);
      };
    case 'bool':
    case 'number':
    case 'string':
      return compileLiteral(node, type);
    default: {
      const evaluate = compileOperand(node);
      return (state) => {
        state.place = node;
        return validate(state, evaluate(state), type);
      };
    }
  }
}

/** An operand that stands for itself and takes no arguments. */
export function compileOperand(node: Exclude<Operand, { type: 'nil' | 'bool' | 'number' | 'string' }>): Evaluate {
  switch (node.type) {
    case 'dot':
      return readDot;
    case 'field':
    case 'variable':
    case 'chain':
      return compileFields(node, [], false);
    case 'identifier':
      return compileCall(node, node, [], false);
    case 'pipe':
      return compilePipe(node);
  }
}

export function readDot(state: State): Maybe {
  state.isInterface = state.dotIsInterface;
  return state.dot;
}

function compileLiteral(node: Extract<Operand, { type: 'bool' | 'number' | 'string' }>, type: GoType): Evaluate {
  const value = literalAs(node, type);
  const reason = value === undefined ? unfit(node, type) : '';
  return (state) => {
    state.place = node;
    if (value === undefined) throw state.error(reason);
    return value;
  };
}

function takesAny(type: GoType): boolean {
  return type.kind === 'interface' || type === REFLECT;
}

/** The literal as a value of that type; undefined if it cannot be one. */
function literalAs(node: Extract<Operand, { type: 'bool' | 'number' | 'string' }>, type: GoType): Maybe {
  if (takesAny(type)) {
    return node.type === 'number' ? idealConstant(node) : node.type === 'string' ? node.text : node.value;
  }
  switch (node.type) {
    case 'bool':
      return type.kind === 'bool' ? node.value : undefined;
    case 'string':
      return type.kind === 'string' ? node.text : undefined;
    case 'number':
      return numberAs(node, type);
  }
}

function numberAs({ value }: NumberNode, type: GoType): Value | undefined {
  if (isSigned(type) && value.int !== undefined)
    return new GoInt(value.int, INT.kind === type.kind ? INT : (type as typeof INT));
  if (isUnsigned(type) && value.uint !== undefined) return new GoInt(value.uint, type as typeof INT);
  if (type.kind === FLOAT64.kind) return value.float;
  if (type.kind === COMPLEX128.kind && value.complex !== undefined)
    return new GoComplex(value.complex.real, value.complex.imaginary);
  return undefined;
}

function unfit(node: Operand, type: GoType): string {
  if (takesAny(type)) return `${show(node)} overflows int`;
  const expected = isSigned(type)
    ? 'integer'
    : isUnsigned(type)
      ? 'unsigned integer'
      : ({ bool: 'bool', string: 'string', float64: 'float', complex128: 'complex' } as Record<string, string>)[
          type.kind
        ];
  return expected === undefined
    ? `can't handle ${show(node)} for arg of type ${type.name}`
    : `expected ${expected}; found ${show(node)}`;
}

/** The value of a number where no type is asked for; undefined if it is an integer that int cannot hold. */
export function idealConstant({ text, value }: NumberNode): Value | undefined {
  if (value.complex !== undefined) return new GoComplex(value.complex.real, value.complex.imaginary);
  const isHexInt = /^0[xX]./.test(text) && !/[pP]/.test(text);
  if (value.float !== undefined && !isHexInt && !text.startsWith("'") && /[.eEpP]/.test(text)) return value.float;
  return value.int === undefined ? undefined : new GoInt(value.int, INT);
}
