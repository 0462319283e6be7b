import type { GoFunction } from '../go-function';
import { BOOL, INT, STRING, STRING_MAP, STRING_SLICE } from '../go-type';
import type { GoInt } from '../value';
import { define } from './define';
import { initials, lower, nospace, swapcase, title, untitle, upper } from './text/case';
import { abbrev, abbrevboth, substr, trunc } from './text/cut';
import {
  contains,
  hasPrefix,
  hasSuffix,
  indent,
  repeat,
  replace,
  split,
  splitList,
  splitn,
  trim,
  trimAll,
  trimPrefix,
  trimSuffix,
} from './text/search';
import { camelcase, kebabcase, snakecase } from './text/words';
import { wrap, wrapWith } from './text/wrap';

const TRIM_ALL = define([STRING, STRING], STRING, trimAll);

export const STRINGS: Readonly<Record<string, GoFunction>> = {
  hello: define([], STRING, () => 'Hello!'),
  trim: define([STRING], STRING, trim),
  trimAll: TRIM_ALL,
  trimall: TRIM_ALL,
  trimPrefix: define([STRING, STRING], STRING, trimPrefix),
  trimSuffix: define([STRING, STRING], STRING, trimSuffix),
  nospace: define([STRING], STRING, nospace),
  upper: define([STRING], STRING, upper),
  lower: define([STRING], STRING, lower),
  title: define([STRING], STRING, title),
  untitle: define([STRING], STRING, untitle),
  swapcase: define([STRING], STRING, swapcase),
  camelcase: define([STRING], STRING, camelcase),
  snakecase: define([STRING], STRING, snakecase),
  kebabcase: define([STRING], STRING, kebabcase),
  initials: define([STRING], STRING, initials),
  abbrev: define([INT, STRING], STRING, abbrev),
  abbrevboth: define([INT, INT, STRING], STRING, abbrevboth),
  trunc: define([INT, STRING], STRING, trunc),
  substr: define([INT, INT, STRING], STRING, substr),
  repeat: define([INT, STRING], STRING, repeat),
  indent: define([INT, STRING], STRING, indent),
  nindent: define([INT, STRING], STRING, (spaces: GoInt, text: string) => `\n${indent(spaces, text)}`),
  wrap: define([INT, STRING], STRING, wrap),
  wrapWith: define([INT, STRING, STRING], STRING, wrapWith),
  replace: define([STRING, STRING, STRING], STRING, replace),
  plural: define([STRING, STRING, INT], STRING, (one: string, many: string, { value }: GoInt) =>
    value === 1n ? one : many,
  ),
  contains: define([STRING, STRING], BOOL, contains),
  hasPrefix: define([STRING, STRING], BOOL, hasPrefix),
  hasSuffix: define([STRING, STRING], BOOL, hasSuffix),
  split: define([STRING, STRING], STRING_MAP, split),
  splitn: define([STRING, INT, STRING], STRING_MAP, splitn),
  splitList: define([STRING, STRING], STRING_SLICE, splitList),
};
