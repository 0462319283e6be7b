import { isObject } from '../../is-object';
import { Refusal } from '../refusal';

/** A member of a JSON object; an empty object for what is none. */
export function objectAt(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const member = isObject(value) ? value[name] : undefined;
  return isObject(member) ? member : {};
}

/** A member that is a text; undefined for what is none, and for an empty one. */
export function textAt(value: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const member = value[name];
  return typeof member === 'string' && member !== '' ? member : undefined;
}

/** @throws {Refusal} that names the missing field */
export function required(value: string | undefined, field: string, whose: string): string {
  if (value === undefined)
    throw new Refusal(422, 'invalid_message', `${field}: missing; ${whose} sends it as a string`);
  return value;
}
