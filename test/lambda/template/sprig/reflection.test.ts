import { fromJson } from '../../../../lambda/template/from-json';
import { FLOAT64, INT64, STRING, type StructType, sliceOf } from '../../../../lambda/template/go-type';
import { MAX_DEPTH } from '../../../../lambda/template/limits';
import { REFLECTION } from '../../../../lambda/template/sprig/reflection';
import {
  GoComplex,
  GoInt,
  GoMap,
  GoPointer,
  GoSlice,
  GoStruct,
  int,
  type Value,
} from '../../../../lambda/template/value';
import fc from '../../../support/fast-check';
import { errorOf } from './call';

const call = (name: string, ...args: readonly Value[]): Value | undefined => REFLECTION[name]?.call(...args);

const MODEL: StructType = { kind: 'struct', name: 'sms.Model', fields: [{ name: 'To', type: STRING }] };
const model = (to: string) => new GoStruct(new Map([['To', to]]), MODEL);

it.each<[Value, string, string]>([
  [null, '<nil>', 'invalid'],
  [true, 'bool', 'bool'],
  [1.5, 'float64', 'float64'],
  ['a', 'string', 'string'],
  [int(1), 'int', 'int'],
  [new GoInt(1n, INT64), 'int64', 'int64'],
  [new GoInt(1n, { kind: 'int', name: 'time.Month' }), 'time.Month', 'int'],
  [new GoComplex(0, 1), 'complex128', 'complex128'],
  [new GoSlice([]), '[]interface {}', 'slice'],
  [new GoMap(new Map()), 'map[string]interface {}', 'map'],
  [model(''), 'sms.Model', 'struct'],
  [new GoPointer(model(''), MODEL), '*sms.Model', 'ptr'],
])('names the type and kind of value %#', (value, type, kind) => {
  expect(call('typeOf', value)).toBe(type);
  expect(call('typeIs', type, value)).toBe(true);
  expect(call('typeIs', `*${type}`, value)).toBe(false);
  expect(call('kindOf', value)).toBe(kind);
  expect(call('kindIs', kind, value)).toBe(true);
  expect(call('kindIs', 'interface', value)).toBe(false);
});

it('takes a pointer for what it points to, in typeIsLike', () => {
  const pointer = new GoPointer(model(''), MODEL);
  expect(call('typeIsLike', 'sms.Model', pointer)).toBe(true);
  expect(call('typeIsLike', '*sms.Model', pointer)).toBe(true);
  expect(call('typeIsLike', '*sms.Model', model(''))).toBe(false);
  expect(call('typeIs', 'sms.Model', pointer)).toBe(false);
});

it.each<[string, Value, Value, boolean]>([
  ['nil', null, null, true],
  ['nil and empty', null, '', false],
  ['numbers of two types', int(1), 1, false],
  ['integers of two types', int(1), new GoInt(1n, INT64), false],
  ['zeros', 0, -0, true],
  ['NaN', Number.NaN, Number.NaN, false],
  ['complex numbers', new GoComplex(1, 2), new GoComplex(1, 2), true],
  ['two complex numbers', new GoComplex(1, 2), new GoComplex(1, 3), false],
  ['structs', model('a'), model('a'), true],
  ['two structs', model('a'), model('b'), false],
  ['pointers', new GoPointer(model('a'), MODEL), new GoPointer(model('a'), MODEL), true],
  ['a nil pointer', new GoPointer(null, MODEL), new GoPointer(model('a'), MODEL), false],
  ['nil pointers', new GoPointer(null, MODEL), new GoPointer(null, MODEL), true],
  ['an empty and a nil list', new GoSlice([]), new GoSlice([], undefined, true), false],
  ['lists of two types', new GoSlice([1], sliceOf(FLOAT64)), new GoSlice([1]), false],
  ['an empty and a nil map', new GoMap(new Map()), new GoMap(new Map(), undefined, true), false],
  ['a key that only one has', fromJson({ a: null }), fromJson({ b: null }), false],
  ['keys that objects have', fromJson({ a: 1 }), fromJson({ constructor: 1 }), false],
])('deepEqual compares %s', (_, a, b, expected) => {
  expect(call('deepEqual', a, b)).toBe(expected);
});

it('deepEqual agrees with the JSON of values', () => {
  const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: true });
  const canonical = (value: unknown) =>
    JSON.stringify(value, (_, item) =>
      item !== null && typeof item === 'object' && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
    );
  fc.assert(
    fc.property(json, json, (a, b) => {
      expect(call('deepEqual', fromJson(a), fromJson(b))).toBe(canonical(a) === canonical(b));
      expect(call('deepEqual', fromJson(a), fromJson(structuredClone(a)))).toBe(true);
    }),
  );
});

it('deepEqual takes a list or map for equal to itself, whatever it holds', () => {
  const list = new GoSlice([Number.NaN]);
  const map = new GoMap(new Map([['a', Number.NaN]]));
  expect(call('deepEqual', list, list)).toBe(true);
  expect(call('deepEqual', map, map)).toBe(true);
  expect(call('deepEqual', list, new GoSlice([Number.NaN]))).toBe(false);
});

it('deepEqual ends on values that hold themselves', () => {
  const holder = () => {
    const map = new GoMap(new Map());
    map.entries.set('self', map);
    return map;
  };
  expect(call('deepEqual', holder(), holder())).toBe(true);
});

it('deepEqual is quick on values that hold each other many times', () => {
  const grow = () => {
    let value: Value = 'leaf';
    for (let level = 0; level < 60; level++) value = new GoSlice([value, value]);
    return value;
  };
  expect(call('deepEqual', grow(), grow())).toBe(true);
});

it('deepEqual refuses values that are nested too deeply', () => {
  const nest = (levels: number) => {
    let value: Value = null;
    for (let level = 0; level < levels; level++) value = new GoSlice([value]);
    return value;
  };
  expect(call('deepEqual', nest(MAX_DEPTH), nest(MAX_DEPTH))).toBe(true);
  expect(errorOf(() => call('deepEqual', nest(10_000), nest(10_000)))).toBe('compares values nested deeper than 500');
});
