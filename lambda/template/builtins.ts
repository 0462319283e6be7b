import { equal, less } from './compare';
import { printable } from './exec/methods';
import type { Maybe } from './exec/state';
import { indirect, isTrue, REFLECT } from './exec/types';
import { sprint, sprintf, sprintln } from './format';
import { FunctionError, type GoFunction } from './go-function';
import { byteLength, toBytes } from './go-string';
import { ANY, BOOL, type GoType, INT, STRING, UINT8 } from './go-type';
import { GoInt, GoMap, GoSlice, int, typeOf, type Value } from './value';
import { zeroOf } from './zero';

/** Go's predefined functions, but for `and` and `or`, which are no functions (exec/call.ts), and `slice`, which sprig hides. https://pkg.go.dev/text/template#hdr-Functions */
export const BUILTINS: Readonly<Record<string, GoFunction>> = {
  call: reflect(1, REFLECT, (fn) => {
    const type = typeOf(fn ?? null);
    throw new FunctionError(type === undefined ? 'call of nil' : `non-function of type ${type.name}`);
  }),
  html: text((value) => value.replace(/[\0"'&<>]/g, (character) => HTML[character] as string)),
  js: text(escapeJs),
  urlquery: text(escapeQuery),
  print: { params: [], variadic: ANY, result: STRING, call: (...args) => sprint(args) },
  printf: {
    params: [STRING],
    variadic: ANY,
    result: STRING,
    call: (format, ...args) => sprintf(format as string, args),
  },
  println: { params: [], variadic: ANY, result: STRING, call: (...args) => sprintln(args) },
  index: reflect(1, REFLECT, (item, ...indexes) => indexes.reduce(indexInto, item ?? undefinedItem('index'))),
  len: { params: [REFLECT], result: INT, call: (item) => int(lengthOf(item)) },
  not: { params: [REFLECT], result: BOOL, call: (value) => !isTrue(value) },
  eq: reflect(1, BOOL, (first, ...others) => {
    if (others.length === 0) throw new FunctionError('missing argument for comparison');
    return others.some((other) => equal(first, other));
  }),
  ne: comparison((a, b) => !equal(a, b)),
  lt: comparison(less),
  le: comparison(atMost),
  gt: comparison((a, b) => !atMost(a, b)),
  ge: comparison((a, b) => !less(a, b)),
};

type Reflected = (...args: Maybe[]) => Maybe;

/** A function of at least so many values as they are. */
function reflect(least: number, result: GoType, call: Reflected): GoFunction {
  return {
    params: Array.from({ length: least }, () => REFLECT),
    variadic: REFLECT,
    result,
    call: call as GoFunction['call'],
  };
}

function comparison(compare: (a: Maybe, b: Maybe) => boolean): GoFunction {
  return { params: [REFLECT, REFLECT], result: BOOL, call: compare };
}

function atMost(a: Maybe, b: Maybe): boolean {
  return less(a, b) || equal(a, b);
}

/** A function of the text that an action would show for its arguments. */
function text(transform: (text: string) => string): GoFunction {
  return {
    params: [],
    variadic: ANY,
    result: STRING,
    call: (...args) => transform(args.length === 1 && typeof args[0] === 'string' ? args[0] : sprint(args.map(shown))),
  };
}

function shown(value: Value): Value {
  return value === null ? '<no value>' : printable(value);
}

const HTML: Readonly<Record<string, string>> = {
  '\0': '\uFFFD',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

function escapeJs(value: string): string {
  return value.replace(/[\\'"<>&=]|[^ -~]/gu, (character) => {
    if (character === '\\' || character === "'" || character === '"') return `\\${character}`;
    const code = character.codePointAt(0) as number;
    // raw bytes are left alone
    if (code === 0x7f || (code > 0x7f && (PRINTABLE.test(character) || (code >= 0xdc80 && code <= 0xdcff))))
      return character;
    return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;

function escapeQuery(value: string): string {
  let escaped = '';
  for (const byte of toBytes(value)) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9\-_.~]/.test(character)) escaped += character;
    else escaped += character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

function undefinedItem(name: string): never {
  throw new FunctionError(`${name} of untyped nil`);
}

function indexInto(item: Maybe, index: Maybe): Maybe {
  const target = indirect(item);
  if (target === null || target === undefined) throw new FunctionError('index of nil pointer');
  if (typeof target === 'string') {
    const bytes = toBytes(target);
    const at = position(index, bytes.length);
    if (at === bytes.length) throw new FunctionError('reflect: string index out of range');
    return new GoInt(BigInt(bytes[at] as number), UINT8);
  }
  if (target instanceof GoSlice) {
    const at = position(index, target.items.length);
    if (at === target.items.length) throw new FunctionError('reflect: slice index out of range');
    return target.items[at];
  }
  if (target instanceof GoMap) {
    const found = target.entries.get(keyOf(index, target.type.key));
    return found === undefined ? zeroOf(target.type.elem) : found;
  }
  throw new FunctionError(`can't index item of type ${(typeOf(target) as GoType).name}`);
}

function position(index: Maybe, length: number): number {
  if (index === undefined || index === null) throw new FunctionError('cannot index slice/array with nil');
  if (!(index instanceof GoInt))
    throw new FunctionError(`cannot index slice/array with type ${(typeOf(index) as GoType).name}`);
  const at = BigInt.asIntN(64, index.value);
  if (at < 0n || at > BigInt(length)) throw new FunctionError(`index out of range: ${at}`);
  return Number(at);
}

function keyOf(index: Maybe, type: GoType): string {
  if (typeof index === 'string') return index;
  if (index === undefined || index === null) throw new FunctionError(`value is nil; should be of type ${type.name}`);
  throw new FunctionError(`value has type ${(typeOf(index) as GoType).name}; should be ${type.name}`);
}

function lengthOf(item: Maybe): number {
  if (item === undefined) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  const target = indirect(item);
  if (target === null || target === undefined) throw new FunctionError('len of nil pointer');
  if (typeof target === 'string') return byteLength(target);
  if (target instanceof GoSlice) return target.items.length;
  if (target instanceof GoMap) return target.entries.size;
  throw new FunctionError(`len of type ${(typeOf(target) as GoType).name}`);
}
