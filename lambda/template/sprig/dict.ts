import { FunctionError, type GoFunction } from '../go-function';
import { compare } from '../go-string';
import { ANY, ANY_MAP, ANY_SLICE, BOOL, type GoType, STRING, STRING_SLICE } from '../go-type';
import { GoMap, GoSlice, typeOf, type Value } from '../value';
import { define } from './define';
import { deepCopy } from './dict/deep-copy';
import { merge } from './dict/merge';
import { anyList } from './list/read';
import { strval } from './text/strval';

const copy = define([ANY], ANY, (value: Value) => {
  if (value === null) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  return deepCopy(value);
});
const fill = define([ANY_MAP], ANY, (target: GoMap, ...sources: GoMap[]) => merge(target, sources, false), ANY_MAP);
const overwrite = define([ANY_MAP], ANY, (target: GoMap, ...sources: GoMap[]) => merge(target, sources, true), ANY_MAP);

/** Where Go's order is that of chance, ours is that of the keys. */
export const DICT: Readonly<Record<string, GoFunction>> = {
  dict: define([], ANY_MAP, dict, ANY),
  get: define([ANY_MAP, STRING], ANY, ({ entries }: GoMap, key: string) => {
    const value = entries.get(key);
    return value === undefined ? '' : value;
  }),
  set: define([ANY_MAP, STRING, ANY], ANY_MAP, (map: GoMap, key: string, value: Value) => {
    if (map.isNil) throw new FunctionError('assignment to entry in nil map');
    map.entries.set(key, value);
    return map;
  }),
  unset: define([ANY_MAP, STRING], ANY_MAP, (map: GoMap, key: string) => {
    map.entries.delete(key);
    return map;
  }),
  hasKey: define([ANY_MAP, STRING], BOOL, ({ entries }: GoMap, key: string) => entries.has(key)),
  pluck: define(
    [STRING],
    ANY_SLICE,
    (key: string, ...maps: GoMap[]) =>
      anyList(maps.flatMap(({ entries }) => (entries.has(key) ? [entries.get(key) as Value] : []))),
    ANY_MAP,
  ),
  keys: define([], STRING_SLICE, (...maps: GoMap[]) => new GoSlice(maps.flatMap(sortedKeys), STRING_SLICE), ANY_MAP),
  values: define([ANY_MAP], ANY_SLICE, (map: GoMap) =>
    anyList(sortedKeys(map).map((key) => map.entries.get(key) as Value)),
  ),
  pick: define([ANY_MAP], ANY_MAP, (map: GoMap, ...keys: string[]) => only(map, (key) => keys.includes(key)), STRING),
  omit: define([ANY_MAP], ANY_MAP, (map: GoMap, ...keys: string[]) => only(map, (key) => !keys.includes(key)), STRING),
  merge: fill,
  mustMerge: fill,
  mergeOverwrite: overwrite,
  mustMergeOverwrite: overwrite,
  deepCopy: copy,
  mustDeepCopy: copy,
  dig: define([], ANY, dig, ANY),
};

function dict(...values: Value[]): GoMap {
  const entries = new Map<string, Value>();
  for (let at = 0; at < values.length; at += 2) {
    const value = values[at + 1];
    entries.set(strval(values[at] as Value), value === undefined ? '' : value);
  }
  return new GoMap(entries);
}

function sortedKeys({ entries }: GoMap): string[] {
  return [...entries.keys()].sort(compare);
}

function only({ entries }: GoMap, wanted: (key: string) => boolean): GoMap {
  return new GoMap(new Map([...entries].filter(([key]) => wanted(key))));
}

/** The value at a path of keys, or the default: `dig "a" "b" "default" dict`. */
function dig(...args: Value[]): Value {
  if (args.length < 3) throw new FunctionError('dig needs at least three arguments');
  const last = asType(args.at(-1) as Value, ANY_MAP, isAnyMap);
  const fallback = args.at(-2) as Value;
  const keys = args.slice(0, -2).map((key) => asType(key, STRING, isString));
  let map = last;
  for (const [at, key] of keys.entries()) {
    const step = map.entries.get(key);
    if (step === undefined) return fallback;
    if (at === keys.length - 1) return step;
    map = asType(step, ANY_MAP, isAnyMap);
  }
  return fallback;
}

function isAnyMap(value: Value): value is GoMap {
  return value instanceof GoMap && value.type.name === ANY_MAP.name;
}

function isString(value: Value): value is string {
  return typeof value === 'string';
}

/** Go's type assertion, whose panic is an error to a template. */
function asType<T extends Value>(value: Value, type: GoType, is: (value: Value) => value is T): T {
  if (is(value)) return value;
  throw new FunctionError(`interface conversion: interface {} is ${typeOf(value)?.name ?? 'nil'}, not ${type.name}`);
}
