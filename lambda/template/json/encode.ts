import { isTrue } from '../exec/types';
import { FunctionError } from '../go-function';
import { compare, hasRawBytes } from '../go-string';
import { checkLength, LimitError, MAX_DEPTH } from '../limits';
import { showSemver } from '../sprig/semver';
import { fromTime } from '../time/instant';
import { toRfc3339 } from '../time/methods';
import { GoComplex, GoInt, GoMap, GoPointer, GoSlice, type GoStruct, type Value } from '../value';

export interface JsonOptions {
  /** What each level is indented with; absent: all in one line. */
  readonly indent?: string;
  /** Writes `<`, `>`, `&` as escapes, as Go does unless it is told not to. */
  readonly escapeHtml: boolean;
}

/** Go's encoding/json. https://pkg.go.dev/encoding/json#Marshal @throws FunctionError for what JSON has no words for */
export function encodeJson(value: Value, options: JsonOptions): string {
  return write(value, options, 0);
}

function write(value: Value, options: JsonOptions, depth: number): string {
  if (depth > MAX_DEPTH) throw new LimitError(`writes JSON nested deeper than ${MAX_DEPTH}`);
  switch (typeof value) {
    case 'string':
      return quoteJson(value, options.escapeHtml);
    case 'boolean':
      return String(value);
    case 'number':
      return writeNumber(value);
    default:
      return writeObject(value, options, depth);
  }
}

function writeObject(value: Exclude<Value, string | boolean | number>, options: JsonOptions, depth: number): string {
  if (value === null) return 'null';
  if (value instanceof GoInt) return String(value.value);
  if (value instanceof GoComplex) throw new FunctionError('json: unsupported type: complex128');
  if (value instanceof GoPointer) return value.target === null ? 'null' : write(value.target, options, depth);
  if (value instanceof GoSlice) return writeSlice(value, options, depth);
  if (value instanceof GoMap) {
    if (value.isNil) return 'null';
    const keys = [...value.entries.keys()].sort(compare);
    return writeMembers(
      keys.map((key) => [key, value.entries.get(key) as Value]),
      options,
      depth,
    );
  }
  const marshal = MARSHALERS.get(value.type.name);
  return marshal === undefined ? writeMembers(membersOf(value), options, depth) : marshal(value);
}

/** Types that write their own JSON, which none of the options changes. */
const MARSHALERS: ReadonlyMap<string, (value: GoStruct) => string> = new Map([
  ['semver.Version', (value) => `"${showSemver(value)}"`],
  ['time.Time', writeTime],
]);

function writeTime(value: GoStruct): string {
  try {
    return `"${toRfc3339(fromTime(value), 'MarshalJSON')}"`;
  } catch (error) {
    throw error instanceof FunctionError
      ? new FunctionError(`json: error calling MarshalJSON for type time.Time: ${error.message}`)
      : error;
  }
}

function writeSlice(value: GoSlice, options: JsonOptions, depth: number): string {
  if (value.isNil) return 'null';
  if (value.type.elem.kind === 'uint8')
    return `"${Buffer.from(value.items.map((byte) => Number((byte as GoInt).value))).toString('base64')}"`;
  const items = value.items.map((item) => write(item, options, depth + 1));
  return enclose('[', ']', items, options, depth);
}

function writeMembers(members: readonly (readonly [string, Value])[], options: JsonOptions, depth: number): string {
  const colon = options.indent === undefined ? ':' : ': ';
  const texts = members.map(
    ([name, value]) => quoteJson(name, options.escapeHtml) + colon + write(value, options, depth + 1),
  );
  return enclose('{', '}', texts, options, depth);
}

/** The exported fields of a struct by their names in JSON. */
function membersOf({ fields, type }: GoStruct): (readonly [string, Value])[] {
  return type.fields.flatMap(({ name, json }) => {
    if (json === '-' || !/^\p{Lu}/u.test(name)) return [];
    const [jsonName, option] = (json ?? name).split(',');
    const value = fields.get(name) ?? null;
    return option === 'omitempty' && !isTrue(value) ? [] : [[jsonName || name, value] as const];
  });
}

function enclose(
  open: string,
  close: string,
  items: readonly string[],
  { indent }: JsonOptions,
  depth: number,
): string {
  checkLength(items.reduce((sum, { length }) => sum + length + 2, 0));
  if (items.length === 0 || indent === undefined) return open + items.join(',') + close;
  const line = `\n${indent.repeat(depth + 1)}`;
  return `${open}${line}${items.join(`,${line}`)}\n${indent.repeat(depth)}${close}`;
}

/** JavaScript and Go write numbers alike, exponents and all, but for a negative zero and what is no number. */
function writeNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  throw new FunctionError(`json: unsupported value: ${name}`);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function quoteJson(text: string, escapeHtml: boolean): string {
  const escaped = text.replace(/["\\\u2028\u2029<>&]|[^ -\u{10ffff}]/gu, (character) => {
    if (!escapeHtml && '<>&'.includes(character)) return character;
    return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${hasRawBytes(escaped) ? escaped.replace(/[\udc80-\udcff]/gu, '\\ufffd') : escaped}"`;
}
