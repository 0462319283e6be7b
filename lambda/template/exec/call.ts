import { quote } from '../format';
import { FunctionError, type GoFunction } from '../go-function';
import type { GoType } from '../go-type';
import { LimitError, MAX_MADE } from '../limits';
import type { IdentifierNode, Operand, Place } from '../parse/node';
import { GoMap, GoSlice, type Value } from '../value';
import type { EvaluateWith } from './field';
import { FUNCTIONS, SHORT_CIRCUITS } from './functions';
import { compileArgument } from './operand';
import type { Maybe, State } from './state';
import { isTrue, REFLECT, validate } from './types';

/** A call of a function by its name. @param shown what errors of the function name: the whole command */
export function compileCall(
  node: IdentifierNode,
  shown: Place,
  args: readonly Operand[],
  hasFinal: boolean,
): EvaluateWith {
  const { name } = node;
  const stop = SHORT_CIRCUITS.get(name);
  const call =
    stop === undefined
      ? compileArguments(name, functionNamed(name), shown, args, hasFinal)
      : shortCircuit(name, stop, args, hasFinal);
  return (state, final) => {
    state.place = node;
    return call(state, [], final);
  };
}

/** A call of a method: of a function whose first argument is the receiver. */
export function compileMethod(
  name: string,
  method: GoFunction,
  shown: Place,
  args: readonly Operand[],
  hasFinal: boolean,
): (state: State, receiver: Value, final: Maybe) => Maybe {
  const call = compileArguments(name, method, shown, args, hasFinal, 1);
  return (state, receiver, final) => call(state, [receiver], final);
}

function functionNamed(name: string): GoFunction {
  const known = FUNCTIONS.get(name);
  if (known === undefined) throw new Error(`the parser knows "${name}" and the table of functions does not`);
  return known;
}

type Call = (state: State, given: readonly Maybe[], final: Maybe) => Maybe;

function compileArguments(
  name: string,
  { params, variadic, result, results, call }: GoFunction,
  shown: Place,
  args: readonly Operand[],
  hasFinal: boolean,
  receivers = 0,
): Call {
  const own = params.slice(receivers);
  const count = args.length + (hasFinal ? 1 : 0);
  const miscount =
    variadic === undefined
      ? count !== own.length && `want ${own.length} got ${count}`
      : count < own.length && `want at least ${own.length} got ${args.length}`;
  if (miscount !== false) {
    return (state) => {
      throw state.error(`wrong number of args for ${name}: ${miscount}`);
    };
  }
  if (results !== undefined) {
    return (state) => {
      throw state.error(`can't call method/function ${quote(name)} with ${results} results`);
    };
  }
  const typeAt = (index: number): GoType => own[index] ?? (variadic as GoType);
  const evaluators = args.map((arg, index) => compileArgument(arg, typeAt(index)));
  const finalType = hasFinal ? typeAt(count - 1) : undefined;
  const isInterface = result.kind === 'interface';
  return (state, given, final) => {
    const values = [...given];
    for (const evaluate of evaluators) values.push(evaluate(state));
    if (finalType !== undefined) values.push(validate(state, final, finalType));
    state.tick();
    try {
      const value = call(...(values as Value[]));
      account(state, value);
      state.isInterface = isInterface;
      return value;
    } catch (error) {
      throw failure(state, name, shown, error);
    }
  };
}

/** Bounds the memory of all that a rendering makes. */
function account(state: State, value: Maybe): void {
  if (typeof value === 'string') state.made += value.length;
  else if (value instanceof GoSlice) state.made += value.items.length * 8;
  else if (value instanceof GoMap) state.made += value.entries.size * 8;
  else return;
  if (state.made > MAX_MADE) throw new LimitError(`makes more than ${MAX_MADE} characters in all`);
}

function failure(state: State, name: string, shown: Place, error: unknown): unknown {
  if (error instanceof FunctionError) {
    state.place = shown;
    const reason = `error calling ${name}`;
    return state.error(
      `${reason}: ${error.message}`,
      error instanceof LimitError ? `${reason}: ${error.message}` : reason,
    );
  }
  return error;
}

/** `and` and `or`: the first argument that decides, or the last one; what follows it is not evaluated. */
function shortCircuit(name: string, stop: boolean, args: readonly Operand[], hasFinal: boolean): Call {
  if (args.length === 0 && !hasFinal) {
    return (state) => {
      throw state.error(`wrong number of args for ${name}: want at least 1 got 0`);
    };
  }
  const evaluators = args.map((arg) => compileArgument(arg, REFLECT));
  return (state, _given, final) => {
    let value: Maybe;
    for (const evaluate of evaluators) {
      value = evaluate(state);
      if (isTrue(value) === stop) return value;
    }
    return hasFinal ? final : value;
  };
}
