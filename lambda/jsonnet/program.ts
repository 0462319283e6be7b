import type { JsonnetArgument } from './evaluator';
import { fieldsRead } from './fields-read';
import { ARGUMENT_LIMIT_BYTES, checkDepth, checkSize, SNIPPET_LIMIT_BYTES } from './limits';
import { additionsFor } from './prelude';

/** What the engine evaluates: source text with the author's snippet in it. */
export interface Program {
  readonly text: string;
  /** Where the snippet is in the text, in UTF-16 code units. All before it is in the first line, and ASCII. */
  readonly start: number;
  readonly length: number;
}

export function snippetOf({ text, start, length }: Program): string {
  return text.slice(start, start + length);
}

/**
 * Calls a snippet. As in Ory one that is a function gets its argument by name, so that a parameter of another name is an
 * error; one that is no function stands for itself.
 *
 * The snippet sees no name of ours, and a line break after it closes a comment at its end. The argument is embedded in
 * its JSON form, which is Jsonnet: reading it with `std.parseJson` rounds numbers differently. Fields that the snippet surely does
 * not read are null: most of an evaluation's time would go into them.
 *
 * @throws {JsonnetError} of kind `limit`, where snippet or argument is too large or too deep
 */
export function callProgram(snippet: string, { name, value, hidden = {} }: JsonnetArgument): Program {
  checkSize('the snippet', snippet, SNIPPET_LIMIT_BYTES);
  const read = fieldsRead(snippet, name);
  const needed = only(read, value);
  checkDepth(name, needed);
  const visible = literal(needed);
  checkSize(name, visible, ARGUMENT_LIMIT_BYTES);
  const fields = Object.entries(only(read, hidden)).map(
    ([field, content]) => `${literal(field)}:: ${literal(content)}`,
  );
  const argument = fields.length === 0 ? visible : `${visible} + {${fields.join(', ')}}`;
  const additions = additionsFor(snippet);
  const [before, after] = additions === '' ? ['', ''] : ['(function(std) ', `)(std + {${additions}})`];
  const call = `(function(snippet, ${name}) if std.isFunction(snippet) then snippet(${name}=${name}) else snippet)(`;
  const start = `${call}${before}(`;
  return {
    text: `${start}${snippet}\n)${after}, ${argument})`,
    start: start.length,
    length: snippet.length,
  };
}

/** The value with null in each field that nobody reads: an error that suggests a field still knows its name. */
function only<T>(read: ReadonlySet<string> | undefined, value: T): T {
  if (read === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, read.has(name) ? field : null])) as T;
}

/** A value in its JSON form, with lone surrogates, which have no UTF-8 form, replaced: `JSON.stringify` escapes these alone. */
function literal(value: unknown): string {
  return JSON.stringify(value).replace(BACKSLASH_OR_LONE_SURROGATE, (found) => (found === '\\\\' ? found : '\\ufffd'));
}

/** An escaped backslash is matched as well, so that none is taken for the begin of an escape. */
const BACKSLASH_OR_LONE_SURROGATE = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;
