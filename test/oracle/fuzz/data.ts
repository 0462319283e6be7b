import type { Random } from './random';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const STRINGS: readonly string[] = [
  '',
  'a',
  'b',
  'abc',
  'Hello World',
  'ä',
  'Grüße',
  '😀',
  '日本語',
  'a b  c',
  ' x ',
  'foo,bar,baz',
  '1',
  '42',
  '-7',
  '+4917667111638',
  '3.14',
  '1e3',
  '0x1F',
  '010',
  'true',
  'false',
  'nil',
  '<b>&"\'</b>',
  'a/b/../c.txt',
  '/abs/path.tar.gz',
  'snake_case_word',
  'camelCaseWord',
  'kebab-case-word',
  'HTTPServer2',
  'line\nline2\n',
  '\t',
  '%d %s %',
  '1.2.3',
  'v2.0.0-rc.1+build',
  '^1.2',
  '2020-02-29',
  '{"a":1}',
  '[1,"x",null]',
  'YWJj',
  'MFRGG===',
  '\\',
  '428193',
  'de',
  'en',
  'https://user:pw@example.com:8080/p?q=1#f',
  'The quick brown fox jumps over the lazy dog',
  'ﬀß',
  '\u0000',
  '\u2028',
];

const NUMBERS: readonly number[] = [
  0, 1, 2, 3, 5, 10, 15, 42, 100, -1, -7, 0.5, 1.5, -2.25, 3.25, 1e6, 1e20, 1e21, 1e-7, 123456789, 21000000, 4294967296,
  9007199254740991, 0.1, 2.675, 1e100,
];

const KEYS: readonly string[] = ['a', 'b', 'c', 'name', 'x', 'items', 'lang', 'n', 'A', 'ä'];

/** What the data of a template mostly is: an object of which the generator knows each value. */
export function randomData(random: Random): Json {
  if (random.chance(0.04)) return randomValue(random, 1);
  return randomObject(random, 3, 3, 7);
}

function randomValue(random: Random, depth: number): Json {
  const kind = random.between(0, depth > 0 ? 11 : 7);
  if (kind <= 2) return random.pick(STRINGS);
  if (kind <= 5) return random.pick(NUMBERS);
  if (kind === 6) return random.chance(0.5);
  if (kind === 7) return null;
  if (kind <= 9) return randomObject(random, depth - 1, 0, 3);
  return randomList(random, depth - 1);
}

function randomList(random: Random, depth: number): Json {
  const sort = random.between(0, 3);
  if (sort === 0) return random.times(0, 4, () => random.pick(STRINGS));
  if (sort === 1) return random.times(0, 4, () => random.pick(NUMBERS));
  if (sort === 2 && depth > 0) return random.times(0, 3, () => randomObject(random, depth - 1, 1, 3));
  return random.times(0, 4, () => randomValue(random, depth));
}

function randomObject(random: Random, depth: number, low: number, high: number): Json {
  return Object.fromEntries(random.times(low, high, () => [random.pick(KEYS), randomValue(random, depth)]));
}
