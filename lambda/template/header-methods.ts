import { FunctionError, type GoFunction } from './go-function';
import { STRING, STRING_SLICE, type StructType } from './go-type';
import { HEADER } from './ory-model';
import { define } from './sprig/define';
import { GoMap, GoSlice } from './value';

/** A value of this type no template can make: to ask for one is to refuse every argument. */
const WRITER: StructType = { kind: 'struct', name: 'io.Writer', fields: [] };

/** https://pkg.go.dev/net/http#Header */
export const HEADER_METHODS: Readonly<Record<string, GoFunction>> = {
  Add: { params: [HEADER, STRING, STRING], result: STRING, results: 0, call: refuse },
  Clone: define([HEADER], HEADER, (headers: GoMap) => new GoMap(new Map(headers.entries), HEADER, headers.isNil)),
  Del: { params: [HEADER, STRING], result: STRING, results: 0, call: refuse },
  Get: define([HEADER, STRING], STRING, (headers: GoMap, name: string) => valuesOf(headers, name).items[0] ?? ''),
  Set: { params: [HEADER, STRING, STRING], result: STRING, results: 0, call: refuse },
  Values: define([HEADER, STRING], STRING_SLICE, valuesOf),
  Write: define([HEADER, WRITER], STRING, refuse),
  WriteSubset: define([HEADER, WRITER, HEADER], STRING, refuse),
};

function refuse(): never {
  throw new FunctionError('templates cannot call this method');
}

function valuesOf({ entries }: GoMap, name: string): GoSlice {
  const values = entries.get(canonical(name));
  return values instanceof GoSlice ? values : new GoSlice([], STRING_SLICE, true);
}

/** A name of a header as HTTP/1 has it, in Go's spelling; what cannot be a name stays as it is. https://pkg.go.dev/net/textproto#CanonicalMIMEHeaderKey */
function canonical(name: string): string {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return name;
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
