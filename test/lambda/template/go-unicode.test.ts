import { isLower, isSpace, isTitle, isUpper, toLower, toTitle, toUpper } from '../../../lambda/template/go-unicode';

const rune = (character: string) => character.codePointAt(0) as number;
const of = (map: (rune: number) => number) => (character: string) => String.fromCodePoint(map(rune(character)));

it.each([
  ['ß', 'ß', 'ß', 'ß'],
  ['ŉ', 'ŉ', 'ŉ', 'ŉ'],
  ['İ', 'İ', 'i', 'İ'],
  ['ς', 'Σ', 'ς', 'Σ'],
  ['ǆ', 'Ǆ', 'ǆ', 'ǅ'],
  ['ǅ', 'Ǆ', 'ǆ', 'ǅ'],
  ['Ǌ', 'Ǌ', 'ǌ', 'ǋ'],
  ['ǳ', 'Ǳ', 'ǳ', 'ǲ'],
  ['ა', 'Ა', 'ა', 'ა'],
  ['ᾀ', 'ᾈ', 'ᾀ', 'ᾈ'],
  ['ᾈ', 'ᾈ', 'ᾀ', 'ᾈ'],
  ['ᾳ', 'ᾼ', 'ᾳ', 'ᾼ'],
  ['ῳ', 'ῼ', 'ῳ', 'ῼ'],
  ['ΐ', 'ΐ', 'ΐ', 'ΐ'],
  ['𐐨', '𐐀', '𐐨', '𐐀'],
])('maps %s to one upper, lower and title case rune', (character, upper, lower, title) => {
  expect([of(toUpper), of(toLower), of(toTitle)].map((map) => map(character))).toEqual([upper, lower, title]);
});

it('takes the property White_Space for space', () => {
  expect(
    ['\t', '\v', ' ', '\u0085', '\u00a0', '\u1680', '\u2003', '\u2028', '\u202f', '\u205f', '\u3000'].map((c) =>
      isSpace(rune(c)),
    ),
  ).toEqual(Array(11).fill(true));
  expect(['\u001c', '\u200b', '\ufeff', 'a'].map((c) => isSpace(rune(c)))).toEqual(Array(4).fill(false));
});

it('tells upper, lower and title case apart', () => {
  expect(['Ⅷ', 'ª', 'ǅ', 'A', 'a'].map((c) => [isUpper(rune(c)), isLower(rune(c)), isTitle(rune(c))])).toEqual([
    [false, false, false],
    [false, false, false],
    [false, false, true],
    [true, false, false],
    [false, true, false],
  ]);
});
