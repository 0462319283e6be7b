import type { RE2JS } from 're2js';
import { FunctionError } from '../../go-function';

/** Patterns of a template are few, and each is used again by the next message. */
const MAX_CACHED = 100;
const cache = new Map<string, RE2JS>();

/** A pattern in RE2's syntax, as Go has it: no text makes it backtrack. @throws FunctionError in the words of Go's `regexp.Compile` */
export function compileRegex(pattern: string): RE2JS {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const invalid = /[\ud800-\udfff]/u.exec(pattern);
  if (invalid !== null)
    throw new FunctionError(`error parsing regexp: invalid UTF-8: \`${pattern.slice(invalid.index)}\``);
  // loaded by the first template that has a pattern
  const { RE2JS: engine } = require('re2js') as typeof import('re2js');
  let regex: RE2JS;
  try {
    regex = engine.compile(pattern);
  } catch (error) {
    const { message } = error as Error;
    // the engine leaves an empty place out, Go does not
    throw new FunctionError(message.endsWith('`') ? message : `${message}: \`\``);
  }
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(pattern, regex);
  return regex;
}
