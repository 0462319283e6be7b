import { isObject } from '../is-object';
import { canonicalTemplateType, isOryTemplateType } from '../template-type';
import { fromJson } from './from-json';
import { ANY_MAP, type GoType, STRING_SLICE, type StructField, type StructType } from './go-type';
import { HEADER, OAUTH2_LOGIN_REQUEST, ORY_MODELS } from './ory-model';
import { GoMap, GoPointer, GoSlice, GoStruct, int, type Value } from './value';

type Json = Readonly<Record<string, unknown>>;

/**
 * Template data as Ory's templates see it: `{{ .LoginCode }}`, a field of Ory's struct, and `{{ .login_code }}`, its name in
 * JSON. Whatever else the data holds is found by its own name. The data of a type that is not Ory's is plain JSON.
 *
 * Values that are not of Ory's types are read as well as can be: a text with a code in it is worth more than an error.
 */
export function oryData(templateType: string, templateData: Json, headers?: Json | null): Value {
  const type = canonicalTemplateType(templateType);
  if (!isOryTemplateType(type)) return fromJson(templateData);
  const model = ORY_MODELS[type];
  return new GoPointer(readStruct(model, templateData, headers), model);
}

/** What a sender that is not Ory may call a field. */
const OTHER_NAMES: Readonly<Record<string, string>> = { RecoveryCode: 'recovery_code' };

/** @param headers the request's headers, which travel beside the data */
function readStruct(type: StructType, data: Json, headers?: unknown): GoStruct {
  const fields = new Map<string, Value>();
  const aliases = new Map<string, Value>();
  for (const field of type.fields) {
    const names = jsonNames(field);
    const raw =
      field.type === HEADER
        ? headers
        : [...names, field.name].map((name) => ownValue(data, name)).find((value) => value != null);
    const value = read(field.type, raw);
    fields.set(field.name, value);
    const isLost = raw != null && isObjectType(field.type) && !isObject(raw);
    for (const name of names) aliases.set(name, isLost ? fromJson(raw) : value);
  }
  for (const [key, value] of Object.entries(data)) {
    const name = key.toWellFormed();
    if (!fields.has(name) && !aliases.has(name)) aliases.set(name, fromJson(value));
  }
  return new GoStruct(fields, type, aliases);
}

/** The names of a field in JSON: Ory's first. */
function jsonNames({ name, json }: StructField): string[] {
  const [tag] = json?.split(',') ?? [];
  const other = OTHER_NAMES[name];
  return [tag === '-' ? undefined : tag, other].filter((each) => each !== undefined);
}

function ownValue(data: Json, name: string): unknown {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

function isObjectType({ kind }: GoType): boolean {
  return kind === 'map' || kind === 'struct' || kind === 'ptr';
}

function read(type: GoType, value: unknown): Value {
  switch (type.kind) {
    case 'string':
      return readText(value);
    case 'int':
      return int(readInteger(value));
    case 'map':
      return type === HEADER ? readHeaders(value) : readMap(value);
    case 'struct':
      return readStruct(type, isObject(value) ? value : {});
    case 'ptr':
      return new GoPointer(isObject(value) ? readStruct(OAUTH2_LOGIN_REQUEST, value) : null, type.elem);
    default:
      return fromJson(value ?? null);
  }
}

function readText(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.toWellFormed();
}

/** Go's int has no fraction, and what is no number is none. */
function readInteger(value: unknown): number {
  const number = Math.trunc(typeof value === 'string' && value.trim() !== '' ? Number(value) : (value as number));
  return typeof value !== 'boolean' && Number.isSafeInteger(number) ? number : 0;
}

function readMap(value: unknown): GoMap {
  return isObject(value) ? (fromJson(value) as GoMap) : new GoMap(new Map(), ANY_MAP, true);
}

function readHeaders(value: unknown): GoMap {
  if (!isObject(value)) return new GoMap(new Map(), HEADER, true);
  const entries = Object.entries(value).map(([name, values]): [string, Value] => [
    name.toWellFormed(),
    new GoSlice((Array.isArray(values) ? values : [values]).map(readText), STRING_SLICE),
  ]);
  return new GoMap(new Map(entries), HEADER);
}
