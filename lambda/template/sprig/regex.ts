import { quote } from '../format';
import { FunctionError, type GoFunction } from '../go-function';
import { normalize } from '../go-string';
import { BOOL, INT, STRING, STRING_SLICE } from '../go-type';
import { type GoInt, GoSlice } from '../value';
import { define } from './define';
import { compileRegex } from './regex/compile';
import { findMatches } from './regex/match';
import { expand, replaceMatches } from './regex/replace';

type Compile = typeof compileRegex;

/** Functions without `must` panic over a bad pattern, which says a little more; only `regexMatch` swallows it. */
const panicking: Compile = (pattern) => {
  try {
    return compileRegex(pattern);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw new FunctionError(`regexp: Compile(${quoteLikeGo(pattern)}): ${error.message}`);
  }
};

export const REGEX: Readonly<Record<string, GoFunction>> = {
  regexMatch: define([STRING, STRING], BOOL, (pattern: string, text: string) => {
    try {
      return matches(compileRegex)(pattern, text);
    } catch (error) {
      if (error instanceof FunctionError) return false;
      throw error;
    }
  }),
  mustRegexMatch: define([STRING, STRING], BOOL, matches(compileRegex)),
  regexFind: define([STRING, STRING], STRING, find(panicking)),
  mustRegexFind: define([STRING, STRING], STRING, find(compileRegex)),
  regexFindAll: define([STRING, STRING, INT], STRING_SLICE, findAll(panicking)),
  mustRegexFindAll: define([STRING, STRING, INT], STRING_SLICE, findAll(compileRegex)),
  regexReplaceAll: define([STRING, STRING, STRING], STRING, replace(panicking)),
  mustRegexReplaceAll: define([STRING, STRING, STRING], STRING, replace(compileRegex)),
  regexReplaceAllLiteral: define([STRING, STRING, STRING], STRING, replaceLiteral(panicking)),
  mustRegexReplaceAllLiteral: define([STRING, STRING, STRING], STRING, replaceLiteral(compileRegex)),
  regexSplit: define([STRING, STRING, INT], STRING_SLICE, split(panicking)),
  mustRegexSplit: define([STRING, STRING, INT], STRING_SLICE, split(compileRegex)),
  regexQuoteMeta: define([STRING], STRING, (text: string) => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
};

function matches(compile: Compile) {
  return (pattern: string, text: string): boolean => compile(pattern).engine.matcher(text).find();
}

function find(compile: Compile) {
  return (pattern: string, text: string): string => {
    const [match] = findMatches(compile(pattern), text, 1);
    return match === undefined ? '' : text.slice(...match);
  };
}

function findAll(compile: Compile) {
  return (pattern: string, text: string, { value: limit }: GoInt): GoSlice => {
    const found = findMatches(compile(pattern), text, Number(limit)).map((match) => text.slice(...match));
    return new GoSlice(found, STRING_SLICE, found.length === 0);
  };
}

function replace(compile: Compile) {
  return (pattern: string, text: string, template: string): string =>
    normalize(replaceMatches(compile(pattern), text, (groups) => expand(template, groups)));
}

function replaceLiteral(compile: Compile) {
  return (pattern: string, text: string, replacement: string): string =>
    normalize(replaceMatches(compile(pattern), text, () => replacement));
}

/** https://pkg.go.dev/regexp#Regexp.Split */
function split(compile: Compile) {
  return (pattern: string, text: string, { value }: GoInt): GoSlice => {
    const regex = compile(pattern);
    const limit = Number(value);
    if (limit === 0) return new GoSlice([], STRING_SLICE, true);
    if (pattern !== '' && text === '') return new GoSlice([''], STRING_SLICE);
    const parts: string[] = [];
    let begin = 0;
    let end = 0;
    for (const [start, after] of findMatches(regex, text, limit)) {
      if (limit > 0 && parts.length === limit - 1) break;
      end = start;
      if (after !== 0) parts.push(text.slice(begin, end));
      begin = after;
    }
    if (end !== text.length) parts.push(text.slice(begin));
    return new GoSlice(parts, STRING_SLICE, parts.length === 0);
  };
}

/** As regexp quotes a pattern: raw where that can be. */
function quoteLikeGo(pattern: string): string {
  return /[`\p{Cc}\ufeff]/u.test(pattern.replaceAll('\t', '')) || !pattern.isWellFormed()
    ? quote(pattern)
    : `\`${pattern}\``;
}
