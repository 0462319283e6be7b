/** Go's types, as far as template data and template functions have them. Written as Go's reflection prints them. */
export type GoType = BasicType | InterfaceType | SliceType | MapType | PointerType | StructType;

export type IntKind =
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'uintptr';

export interface BasicType {
  readonly kind: IntKind | 'bool' | 'float32' | 'float64' | 'complex128' | 'string';
  /** `int`, or a named type such as `time.Month`. */
  readonly name: string;
}

export interface InterfaceType {
  readonly kind: 'interface';
  readonly name: string;
}

export interface SliceType {
  readonly kind: 'slice';
  readonly name: string;
  readonly elem: GoType;
}

export interface MapType {
  readonly kind: 'map';
  readonly name: string;
  readonly key: GoType;
  readonly elem: GoType;
}

export interface PointerType {
  readonly kind: 'ptr';
  readonly name: string;
  readonly elem: GoType;
}

export interface StructType {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: readonly StructField[];
}

export interface StructField {
  readonly name: string;
  readonly type: GoType;
  /** The field's `json:"…"` tag, as `encoding/json` reads it: `login_code`, `client_name,omitempty`, `-`. */
  readonly json?: string;
}

const basic = (kind: BasicType['kind'], name: string = kind): BasicType => ({ kind, name });

export const BOOL = basic('bool');
export const INT = basic('int');
export const INT32 = basic('int32');
export const INT64 = basic('int64');
export const UINT8 = basic('uint8');
export const UINT32 = basic('uint32');
export const UINT64 = basic('uint64');
export const FLOAT64 = basic('float64');
export const COMPLEX128 = basic('complex128');
export const STRING = basic('string');
export const ANY: InterfaceType = { kind: 'interface', name: 'interface {}' };

export function sliceOf(elem: GoType): SliceType {
  return { kind: 'slice', name: `[]${elem.name}`, elem };
}

export function mapOf(key: GoType, elem: GoType, name = `map[${key.name}]${elem.name}`): MapType {
  return { kind: 'map', name, key, elem };
}

export function pointerTo(elem: GoType): PointerType {
  return { kind: 'ptr', name: `*${elem.name}`, elem };
}

export const ANY_SLICE = sliceOf(ANY);
export const STRING_SLICE = sliceOf(STRING);
export const INT_SLICE = sliceOf(INT);
export const ANY_MAP = mapOf(STRING, ANY);
export const STRING_MAP = mapOf(STRING, STRING);

const SIGNED = new Set<GoType['kind']>(['int', 'int8', 'int16', 'int32', 'int64']);
const UNSIGNED = new Set<GoType['kind']>(['uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr']);

export function isSigned(type: GoType): boolean {
  return SIGNED.has(type.kind);
}

export function isUnsigned(type: GoType): boolean {
  return UNSIGNED.has(type.kind);
}

/** Two types are the same if Go would write them the same: our named types all carry their package. */
export function sameType(a: GoType, b: GoType): boolean {
  return a === b || (a.kind === b.kind && a.name === b.name);
}
