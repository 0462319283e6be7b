import { FunctionError, type GoFunction } from '../go-function';
import { ANY, STRING } from '../go-type';
import { decodeJson } from '../json/decode';
import { encodeJson, type JsonOptions } from '../json/encode';
import { LimitError } from '../limits';
import type { Value } from '../value';
import { define } from './define';

const PLAIN: JsonOptions = { escapeHtml: true };
const PRETTY: JsonOptions = { escapeHtml: true, indent: '  ' };
const RAW: JsonOptions = { escapeHtml: false };

const encode = (options: JsonOptions) => (value: Value) => encodeJson(value, options);

/** Functions without `must` swallow Go's errors, but for `toRawJson`, which panics. */
export const JSON_FUNCTIONS: Readonly<Record<string, GoFunction>> = {
  toJson: define([ANY], STRING, lenient(encode(PLAIN), '')),
  mustToJson: define([ANY], STRING, encode(PLAIN)),
  toPrettyJson: define([ANY], STRING, lenient(encode(PRETTY), '')),
  mustToPrettyJson: define([ANY], STRING, encode(PRETTY)),
  toRawJson: define([ANY], STRING, encode(RAW)),
  mustToRawJson: define([ANY], STRING, encode(RAW)),
  fromJson: define(
    [STRING],
    ANY,
    lenient((text: string) => decodeJson(text).value, null),
  ),
  mustFromJson: define([STRING], ANY, (text: string) => {
    const { value, error } = decodeJson(text);
    if (error !== undefined) throw new FunctionError(error);
    return value;
  }),
};

function lenient<A>(call: (argument: A) => Value, instead: Value): (argument: A) => Value {
  return (argument) => {
    try {
      return call(argument);
    } catch (error) {
      if (error instanceof FunctionError && !(error instanceof LimitError)) return instead;
      throw error;
    }
  };
}
