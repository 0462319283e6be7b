import type { RE2JS } from 're2js';
import { FunctionError } from '../../go-function';
import { uniqueNames } from './repeated-names';

/** Patterns of a template are few, and each is used again by the next message. */
const MAX_CACHED = 100;
const cache = new Map<string, Regex>();

export interface Regex {
  readonly engine: RE2JS;
  /** The numbers of the groups that have a name. */
  groupsNamed(name: string): readonly number[];
}

/** A pattern in RE2's syntax, as Go has it: no text makes it backtrack. @throws FunctionError in the words of Go's `regexp.Compile` */
export function compileRegex(pattern: string): Regex {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const invalid = /[\ud800-\udfff]/u.exec(pattern);
  if (invalid !== null)
    throw new FunctionError(`error parsing regexp: invalid UTF-8: \`${pattern.slice(invalid.index)}\``);
  const regex = compileUnique(pattern) ?? compileNamed(pattern);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(pattern, regex);
  return regex;
}

/** Undefined where groups share a name. */
function compileUnique(pattern: string): Regex | undefined {
  try {
    const engine = compile(pattern);
    const names = engine.namedGroups();
    return { engine, groupsNamed: (name) => (Object.hasOwn(names, name) ? [names[name] as number] : []) };
  } catch (error) {
    if (error instanceof FunctionError && error.message.includes('duplicate capture group name')) return undefined;
    throw error;
  }
}

function compileNamed(pattern: string): Regex {
  const unique = uniqueNames(pattern);
  try {
    const engine = compile(unique.pattern);
    return { engine, groupsNamed: (name) => unique.groups.get(name) ?? [] };
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw new FunctionError(error.message.replace(unique.pattern, () => pattern));
  }
}

function compile(pattern: string): RE2JS {
  // loaded by the first template that has a pattern
  const { RE2JS: engine } = require('re2js') as typeof import('re2js');
  try {
    return engine.compile(pattern);
  } catch (error) {
    const { message } = error as Error;
    // the engine leaves an empty place out, Go does not
    throw new FunctionError(message.endsWith('`') ? message : `${message}: \`\``);
  }
}
