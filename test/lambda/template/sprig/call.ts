import { FunctionError, type GoFunction } from '../../../../lambda/template/go-function';
import { GoInt, GoMap, GoSlice, int, type Value } from '../../../../lambda/template/value';

/** Arguments and results as tests write them: integers as bigints, lists as arrays, maps as objects. */
export type Plain = null | boolean | number | bigint | string | readonly Plain[] | { readonly [key: string]: Plain };

function toValue(plain: Plain): Value {
  if (typeof plain === 'bigint') return int(plain);
  if (Array.isArray(plain)) return new GoSlice(plain.map(toValue));
  if (typeof plain === 'object' && plain !== null)
    return new GoMap(new Map(Object.entries(plain).map(([key, value]) => [key, toValue(value)])));
  return plain as Value;
}

function toPlain(value: Value): Plain {
  if (value instanceof GoInt) return value.value;
  if (value instanceof GoSlice) return value.items.map(toPlain);
  if (value instanceof GoMap) return Object.fromEntries([...value.entries].map(([key, item]) => [key, toPlain(item)]));
  return value as Plain;
}

/** Calls a function of a table as a template would. */
export function caller(functions: Readonly<Record<string, GoFunction>>) {
  return (name: string, ...args: readonly Plain[]): Plain => {
    const called = functions[name];
    if (called === undefined) throw new Error(`there is no function ${name}`);
    return toPlain(called.call(...args.map(toValue)));
  };
}

/** The error of a call, which must be one that a template would show. */
export function errorOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof FunctionError) return error.message;
    throw error;
  }
  throw new Error('the call succeeded');
}
