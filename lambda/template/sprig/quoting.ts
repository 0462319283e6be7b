import { randomInt } from 'node:crypto';
import { quote, sprintf } from '../format';
import { FunctionError, type GoFunction } from '../go-function';
import { ANY, INT, STRING } from '../go-type';
import { checkLength } from '../limits';
import { type GoInt, int, type Value } from '../value';
import { define } from './define';
import { trim } from './text/search';
import { strval } from './text/strval';

/** crypto.randomInt's own limit. */
const MAX_RANDOM_RANGE = 2n ** 48n;

/** Functions that make texts of any values, or of chance. */
export const QUOTING: Readonly<Record<string, GoFunction>> = {
  quote: define([], STRING, (...values: Value[]) => spaced(values, (value) => quote(strval(value))), ANY),
  squote: define([], STRING, (...values: Value[]) => spaced(values, (value) => `'${sprintf('%v', [value])}'`), ANY),
  cat: define([], STRING, cat, ANY),
  toString: define([ANY], STRING, strval),
  randInt: define([INT, INT], INT, randInt),
  shuffle: define([STRING], STRING, shuffle),
};

function spaced(values: readonly Value[], show: (value: Value) => string): string {
  const texts = values.filter((value) => value !== null).map(show);
  checkLength(texts.reduce((sum, { length }) => sum + length + 1, 0));
  return texts.join(' ');
}

function cat(...values: Value[]): string {
  const known = values.filter((value) => value !== null);
  return sprintf(trim('%v '.repeat(known.length)), known);
}

function randInt({ value: least }: GoInt, { value: beyond }: GoInt): GoInt {
  const range = BigInt.asIntN(64, beyond - least);
  if (range <= 0n) throw new FunctionError('invalid argument to Intn');
  return int(least + BigInt(randomInt(Number(range < MAX_RANDOM_RANGE ? range : MAX_RANDOM_RANGE - 1n))));
}

function shuffle(text: string): string {
  const characters = Array.from(text);
  for (let at = characters.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [characters[at], characters[other]] = [characters[other] as string, characters[at] as string];
  }
  return characters.join('');
}
