import { ANY, ANY_MAP, type GoType } from '../go-type';
import type { ChainNode, FieldNode, Operand, VariableNode } from '../parse/node';
import { GoMap, GoPointer, GoStruct, typeOf } from '../value';
import { compileMethod } from './call';
import { methodOf } from './methods';
import { compileOperand, type Evaluate, readDot } from './operand';
import type { Maybe, State } from './state';

/** Gives a value, with the result of the command before it in the pipeline, if there is one. */
export type EvaluateWith = (state: State, final?: Maybe) => Maybe;

/** `.a.b`, `$x.a.b` or `(…).a.b`, with what follows it in its command. */
export function compileFields(
  node: FieldNode | VariableNode | ChainNode,
  args: readonly Operand[],
  hasFinal: boolean,
): EvaluateWith {
  const receiver = compileReceiver(node);
  const { fields } = node;
  const last = fields.at(-1);
  if (last === undefined) {
    return (state) => {
      state.place = node;
      if (args.length > 0 || hasFinal)
        throw state.error(`can't give argument to non-function ${(node as VariableNode).name}`);
      return receiver(state);
    };
  }
  const path = fields.slice(0, -1);
  const hasArguments = args.length > 0 || hasFinal;
  if (path.length === 0 && !hasArguments) {
    return (state) => {
      state.place = node;
      return readField(state, receiver(state), last, node, NO_OPERANDS, false, undefined);
    };
  }
  return (state, final) => {
    state.place = node;
    let value = receiver(state);
    for (const name of path) value = readField(state, value, name, node, NO_OPERANDS, false, undefined);
    return readField(state, value, last, node, args, hasFinal, final);
  };
}

const NO_OPERANDS: readonly Operand[] = [];

function compileReceiver(node: FieldNode | VariableNode | ChainNode): Evaluate {
  switch (node.type) {
    case 'field':
      return readDot;
    case 'variable':
      return (state) => state.read(node.name);
    case 'chain': {
      const evaluate = compileOperand(node.operand);
      return (state) => {
        state.place = node.operand;
        return evaluate(state);
      };
    }
  }
}

function readField(
  state: State,
  receiver: Maybe,
  name: string,
  node: FieldNode | VariableNode | ChainNode,
  args: readonly Operand[],
  hasFinal: boolean,
  final: Maybe,
): Maybe {
  if (receiver === undefined) return undefined;
  const hasArguments = args.length > 0 || hasFinal;
  // of the maps only headers have methods, which go before keys
  if (receiver instanceof GoMap && (receiver.type === ANY_MAP || methodOf(receiver, name) === undefined))
    return readEntry(state, receiver, name, hasArguments);
  const target = receiver instanceof GoPointer ? receiver.target : receiver;
  if (target instanceof GoStruct) {
    const value = target.fields.get(name);
    if (value !== undefined && !hasArguments && isExported(name)) {
      state.isInterface = false;
      return value;
    }
  }
  const type = state.isInterface ? ANY : (typeOf(receiver) as GoType);
  if (receiver === null) throw state.error(`nil pointer evaluating ${ANY.name}.${name}`);
  const method = methodOf(receiver, name);
  if (method !== undefined) return compileMethod(name, method, node, args, hasFinal)(state, receiver, final);
  if (target instanceof GoStruct) {
    const alias = target.aliases?.get(name);
    if (alias !== undefined) {
      if (hasArguments) throw state.error(`${name} has arguments but cannot be invoked as function`);
      state.isInterface = true;
      return alias;
    }
    if (target.type.fields.some((field) => field.name === name)) {
      if (!isExported(name)) throw state.error(`${name} is an unexported field of struct type ${type.name}`);
      throw state.error(`${name} has arguments but cannot be invoked as function`);
    }
  }
  if (receiver instanceof GoPointer && receiver.target === null && hasField(receiver.type.elem, name))
    throw state.error(`nil pointer evaluating ${type.name}.${name}`);
  throw state.error(`can't evaluate field ${name} in type ${type.name}`);
}

function readEntry(state: State, { entries, type }: GoMap, name: string, hasArguments: boolean): Maybe {
  if (hasArguments) throw state.error(`${name} is not a method but has arguments`);
  state.isInterface = type.elem.kind === 'interface';
  return entries.get(name);
}

function hasField(type: GoType, name: string): boolean {
  return type.kind === 'struct' && type.fields.some((field) => field.name === name);
}

function isExported(name: string): boolean {
  const first = name.charCodeAt(0);
  return first < 0x80 ? first >= 0x41 && first <= 0x5a : /^\p{Lu}/u.test(name);
}
