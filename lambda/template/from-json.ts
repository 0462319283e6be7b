import { GoMap, GoSlice, type Value } from './value';

/** A JSON value as Go decodes it into an `interface {}`: numbers are float64, and half a surrogate pair is U+FFFD. */
export function fromJson(value: unknown): Value {
  switch (typeof value) {
    case 'string':
      return value.toWellFormed();
    case 'number':
    case 'boolean':
      return value;
    case 'object': {
      if (value === null) return null;
      if (Array.isArray(value)) return new GoSlice(value.map(fromJson));
      return new GoMap(new Map(Object.entries(value).map(([key, item]) => [key.toWellFormed(), fromJson(item)])));
    }
    default:
      return null;
  }
}
