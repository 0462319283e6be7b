import { FunctionError, type GoFunction } from '../go-function';
import { type BasicType, BOOL, INT, pointerTo, STRING, type StructType, UINT64 } from '../go-type';
import { GoInt, GoPointer, GoStruct, int, type Value } from '../value';
import { define } from './define';
import { meets } from './semver/constraint';
import { compareVersions, parseVersion, showVersion, type Version } from './semver/version';

const NUMBERS = ['major', 'minor', 'patch'] as const;
const TEXTS = ['pre', 'metadata', 'original'] as const;

const VERSION: StructType = {
  kind: 'struct',
  name: 'semver.Version',
  fields: [...NUMBERS.map((name) => ({ name, type: UINT64 })), ...TEXTS.map((name) => ({ name, type: STRING }))],
};
const POINTER = pointerTo(VERSION);

export const SEMVER: Readonly<Record<string, GoFunction>> = {
  semver: define([STRING], POINTER, (text: string) => toValue(parseVersion(text))),
  semverCompare: define([STRING, STRING], BOOL, (constraint: string, version: string) =>
    meets(constraint, () => parseVersion(version)),
  ),
};

/** Exported methods of a version, and of a pointer to one. */
export const SEMVER_METHODS: Readonly<Record<string, GoFunction>> = {
  Major: define([POINTER], UINT64, uint('major')),
  Minor: define([POINTER], UINT64, uint('minor')),
  Patch: define([POINTER], UINT64, uint('patch')),
  Prerelease: define([POINTER], STRING, (version: Value) => toVersion(version).pre),
  Metadata: define([POINTER], STRING, (version: Value) => toVersion(version).metadata),
  Original: define([POINTER], STRING, (version: Value) => toVersion(version).original),
  String: define([POINTER], STRING, (version: Value) => showVersion(toVersion(version))),
  Compare: define([POINTER, POINTER], INT, (a: Value, b: Value) => int(order(a, b))),
  Equal: define([POINTER, POINTER], BOOL, (a: Value, b: Value) => order(a, b) === 0),
  LessThan: define([POINTER, POINTER], BOOL, (a: Value, b: Value) => order(a, b) < 0),
  GreaterThan: define([POINTER, POINTER], BOOL, (a: Value, b: Value) => order(a, b) > 0),
};

export function showSemver(version: Value): string {
  return showVersion(toVersion(version));
}

function order(a: Value, b: Value): number {
  return compareVersions(toVersion(a), toVersion(b));
}

function uint(name: (typeof NUMBERS)[number]) {
  return (version: Value): GoInt => new GoInt(toVersion(version)[name], UINT64 as BasicType);
}

function toValue(version: Version): GoPointer {
  const fields = new Map<string, Value>([
    ...NUMBERS.map((name) => [name, new GoInt(version[name], UINT64)] as const),
    ...TEXTS.map((name) => [name, version[name]] as const),
  ]);
  return new GoPointer(new GoStruct(fields, VERSION), VERSION);
}

function toVersion(value: Value): Version {
  const struct = value instanceof GoPointer ? value.target : value;
  if (!(struct instanceof GoStruct))
    throw new FunctionError('runtime error: invalid memory address or nil pointer dereference');
  const number = (name: string) => (struct.fields.get(name) as GoInt).value;
  const text = (name: string) => struct.fields.get(name) as string;
  return {
    major: number('major'),
    minor: number('minor'),
    patch: number('patch'),
    pre: text('pre'),
    metadata: text('metadata'),
    original: text('original'),
  };
}
