import { BYTES, bytesOf } from '../go-bytes';
import { FunctionError, type GoFunction } from '../go-function';
import { ANY, type BasicType, BOOL, INT, pointerTo, STRING, type StructType, UINT64 } from '../go-type';
import { GoInt, GoPointer, GoStruct, int, type Value } from '../value';
import { define } from './define';
import { nextMajor, nextMinor, nextPatch, withMetadata, withPrerelease } from './semver/change';
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

/** Exported methods of a version, such as `IncMinor` gives. Those that write into it are left out: a template has no use for them. */
export const SEMVER_METHODS: Readonly<Record<string, GoFunction>> = {
  Major: define([VERSION], UINT64, uint('major')),
  Minor: define([VERSION], UINT64, uint('minor')),
  Patch: define([VERSION], UINT64, uint('patch')),
  Prerelease: define([VERSION], STRING, (version: Value) => toVersion(version).pre),
  Metadata: define([VERSION], STRING, (version: Value) => toVersion(version).metadata),
  String: define([VERSION], STRING, showSemver),
  Value: define([VERSION], ANY, showSemver),
  MarshalJSON: define([VERSION], BYTES, (version: Value) => bytesOf(`"${showSemver(version)}"`)),
  MarshalText: define([VERSION], BYTES, (version: Value) => bytesOf(showSemver(version))),
  IncMajor: define([VERSION], VERSION, changed(nextMajor)),
  IncMinor: define([VERSION], VERSION, changed(nextMinor)),
  IncPatch: define([VERSION], VERSION, changed(nextPatch)),
  SetPrerelease: define([VERSION, STRING], VERSION, changed(withPrerelease)),
  SetMetadata: define([VERSION, STRING], VERSION, changed(withMetadata)),
};

/** Those of a pointer, such as `semver` gives. */
export const SEMVER_POINTER_METHODS: Readonly<Record<string, GoFunction>> = {
  ...SEMVER_METHODS,
  Original: define([POINTER], STRING, (version: Value) => toVersion(version).original),
  Compare: define([POINTER, POINTER], INT, (a: Value, b: Value) => int(order(a, b))),
  Equal: define([POINTER, POINTER], BOOL, (a: Value, b: Value) => order(a, b) === 0),
  LessThan: define([POINTER, POINTER], BOOL, (a: Value, b: Value) => order(a, b) < 0),
  LessThanEqual: define([POINTER, POINTER], BOOL, (a: Value, b: Value) => order(a, b) <= 0),
  GreaterThan: define([POINTER, POINTER], BOOL, (a: Value, b: Value) => order(a, b) > 0),
  GreaterThanEqual: define([POINTER, POINTER], BOOL, (a: Value, b: Value) => order(a, b) >= 0),
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

function changed(change: (version: Version, text: string) => Version) {
  return (version: Value, text: string): GoStruct => toStruct(change(toVersion(version), text));
}

function toValue(version: Version): GoPointer {
  return new GoPointer(toStruct(version), VERSION);
}

function toStruct(version: Version): GoStruct {
  const fields = new Map<string, Value>([
    ...NUMBERS.map((name) => [name, new GoInt(version[name], UINT64)] as const),
    ...TEXTS.map((name) => [name, version[name]] as const),
  ]);
  return new GoStruct(fields, VERSION);
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
