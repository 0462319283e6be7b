import { FunctionError, type GoFunction } from '../go-function';
import { compare, normalize } from '../go-string';
import { ANY, ANY_SLICE, BOOL, INT, sliceOf as listType, STRING, STRING_SLICE } from '../go-type';
import { checkItems, checkLength } from '../limits';
import { type GoInt, GoSlice, type Value } from '../value';
import { isEmpty } from './defaults';
import { define } from './define';
import { anyList, itemsOf, NIL_LIST, sliceOf } from './list/read';
import { isTexts, partOf, sortTexts } from './list/shared';
import { toInt64 } from './number/cast';
import { deepEqual } from './reflection/deep-equal';
import { strval, toStrings } from './text/strval';

const list = define([], ANY_SLICE, (...items: Value[]) => anyList(items), ANY);

const push = define([ANY, ANY], ANY_SLICE, (list: Value, item: Value) => {
  const items = itemsOf(list, 'Cannot push on type');
  checkItems(items.length + 1);
  return anyList([...items, item]);
});

const prepend = define([ANY, ANY], ANY_SLICE, (list: Value, item: Value) => {
  const items = itemsOf(list, 'Cannot prepend on type');
  checkItems(items.length + 1);
  return anyList([item, ...items]);
});

const first = define([ANY], ANY, (list: Value) => itemsOf(list, 'Cannot find first on type')[0] ?? null);

const last = define([ANY], ANY, (list: Value) => itemsOf(list, 'Cannot find last on type').at(-1) ?? null);

const rest = define([ANY], ANY_SLICE, (list: Value) => {
  const items = itemsOf(list, 'Cannot find rest on type');
  return items.length === 0 ? NIL_LIST : anyList(items.slice(1));
});

const initial = define([ANY], ANY_SLICE, (list: Value) => {
  const items = itemsOf(list, 'Cannot find initial on type');
  return items.length === 0 ? NIL_LIST : anyList(items.slice(0, -1));
});

const reverse = define([ANY], ANY_SLICE, (list: Value) =>
  anyList([...itemsOf(list, 'Cannot find reverse on type')].reverse()),
);

const compact = define([ANY], ANY_SLICE, (list: Value) =>
  anyList(itemsOf(list, 'Cannot compact on type').filter((item) => !isEmpty(item))),
);

const uniq = define([ANY], ANY_SLICE, (list: Value) => {
  const unique: Value[] = [];
  for (const item of itemsOf(list, 'Cannot find uniq on type')) if (!isIn(unique, item)) unique.push(item);
  return anyList(unique);
});

const without = define(
  [ANY],
  ANY_SLICE,
  (list: Value, ...omitted: Value[]) =>
    anyList(itemsOf(list, 'Cannot find without on type').filter((item) => !isIn(omitted, item))),
  ANY,
);

const has = define(
  [ANY, ANY],
  BOOL,
  (needle: Value, haystack: Value) => haystack !== null && isIn(itemsOf(haystack, 'Cannot find has on type'), needle),
);

const slice = define(
  [ANY],
  ANY,
  (list: Value, ...indexes: Value[]) => {
    const whole = sliceOf(list, 'list should be type of slice or array but');
    const { items } = whole;
    if (items.length === 0) return null;
    const [from, to] = indexes;
    const start = from === undefined ? 0 : Number(toInt64(from));
    const end = to === undefined ? items.length : Number(toInt64(to));
    if (start < 0 || end < start || end > items.length)
      throw new FunctionError('reflect.Value.Slice: slice index out of bounds');
    return partOf(whole, start, end);
  },
  ANY,
);

const chunk = define([INT, ANY], listType(ANY_SLICE), ({ value }: GoInt, list: Value) => {
  const items = itemsOf(list, 'Cannot chunk type');
  const size = Number(value);
  const count = Math.floor((items.length - 1) / size) + 1;
  // int of an infinity or of what is no number is the least int
  if (!Number.isFinite(count) || count < 0) throw new FunctionError('runtime error: makeslice: len out of range');
  const chunks = Array.from({ length: count }, (_, index) => {
    const length = index === count - 1 ? items.length % size || size : size;
    if (length < 0) throw new FunctionError('runtime error: makeslice: len out of range');
    return anyList(items.slice(index * size, index * size + length));
  });
  return new GoSlice(chunks, listType(ANY_SLICE));
});

const concat = define(
  [],
  ANY,
  (...lists: Value[]) => {
    const parts = lists.map((list) => itemsOf(list, 'Cannot concat type', ' as list'));
    checkItems(parts.reduce((sum, { length }) => sum + length, 0));
    const items = parts.flat();
    return items.length === 0 ? NIL_LIST : anyList(items);
  },
  ANY,
);

/** Sorts a list of texts in place, as sprig does: whoever prints it again finds it sorted. */
const sortAlpha = define([ANY], STRING_SLICE, (value: Value) => {
  if (!(value instanceof GoSlice)) return new GoSlice([strval(value)], STRING_SLICE);
  const list = asTexts(value);
  sortTexts(list, compare);
  return list;
});

/** Each by its names: a must function fails as its like does, since a panic is an error to a template. */
export const LISTS: Readonly<Record<string, GoFunction>> = {
  list,
  tuple: list,
  append: push,
  push,
  mustAppend: push,
  mustPush: push,
  prepend,
  mustPrepend: prepend,
  first,
  mustFirst: first,
  last,
  mustLast: last,
  rest,
  mustRest: rest,
  initial,
  mustInitial: initial,
  reverse,
  mustReverse: reverse,
  compact,
  mustCompact: compact,
  uniq,
  mustUniq: uniq,
  without,
  mustWithout: without,
  has,
  mustHas: has,
  slice,
  mustSlice: slice,
  chunk,
  mustChunk: chunk,
  concat,
  sortAlpha,
  toStrings: define([ANY], STRING_SLICE, asTexts),
  join: define([STRING, ANY], STRING, joinStrings),
};

function isIn(items: readonly Value[], needle: Value): boolean {
  return items.some((item) => deepEqual(needle, item));
}

/** A list of texts is itself, no copy. */
function asTexts(value: Value): GoSlice {
  return value instanceof GoSlice && isTexts(value) ? value : new GoSlice(toStrings(value), STRING_SLICE);
}

function joinStrings(separator: string, value: Value): string {
  const parts = toStrings(value);
  checkLength(parts.reduce((sum, { length }) => sum + length + separator.length, 0));
  return normalize(parts.join(separator));
}
