import { countSegments } from '../../lambda/segments';
import fc from '../support/fast-check';

const GSM = (segments: number) => ({ encoding: 'GSM-7', segments });
const UCS = (segments: number) => ({ encoding: 'UCS-2', segments });

/** 3GPP TS 23.038, 6.2.1: the default alphabet in the order of its codes, sixteen a line; 0x1B is the escape and no character. */
const ALPHABET = [
  '@£$¥èéùìòÇ\nØø\rÅå',
  'Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ',
  ' !"#¤%&\'()*+,-./',
  '0123456789:;<=>?',
  '¡ABCDEFGHIJKLMNO',
  'PQRSTUVWXYZÄÖÑÜ§',
  '¿abcdefghijklmno',
  'pqrstuvwxyzäöñüà',
].join('');
/** 3GPP TS 23.038, 6.2.1.1: behind the escape, so that each takes two places. */
const EXTENSION = '\f^{}\\[~]|€';

it.each([
  ['no character', '', GSM(1)],
  ['160 characters', 'a'.repeat(160), GSM(1)],
  ['161 characters', 'a'.repeat(161), GSM(2)],
  ['306 characters', 'a'.repeat(306), GSM(2)],
  ['307 characters', 'a'.repeat(307), GSM(3)],
  ['80 extension characters', '€'.repeat(80), GSM(1)],
  ['81 extension characters', '€'.repeat(81), GSM(2)],
  ['an extension character that does not fit at the end of a segment', `${'a'.repeat(152)}€${'a'.repeat(152)}`, GSM(3)],
  ['a typographic apostrophe', 'it’s', UCS(1)],
  ['a letter outside the alphabet', 'ç', UCS(1)],
  ['70 characters', `${'a'.repeat(69)}ё`, UCS(1)],
  ['71 characters', `${'a'.repeat(70)}ё`, UCS(2)],
  ['35 emoji', '😀'.repeat(35), UCS(1)],
  ['36 emoji', '😀'.repeat(36), UCS(2)],
  ['extension characters beside an emoji, which count once', `${'^{}\\[~]|€'.repeat(7)}12345😀`, UCS(1)],
  ['an emoji that does not fit at the end of a segment', `${'a'.repeat(66)}😀${'a'.repeat(66)}`, UCS(3)],
  ['half an emoji, which goes out as U+FFFD', `${'a'.repeat(69)}\ud83d`, UCS(1)],
])('%s', (_, text, expected) => {
  expect(countSegments(text)).toEqual(expected);
});

it('knows every character of the alphabet and of its extension, and no other of Unicode', () => {
  expect([ALPHABET.length, EXTENSION.length]).toEqual([127, 10]);
  const places = (text: string) => [160, 80].find((count) => countSegments(text.repeat(count)).segments === 1);
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    const isGsm = ALPHABET.includes(character) || EXTENSION.includes(character);
    if ((countSegments(character).encoding === 'GSM-7') !== isGsm) throw new Error(`U+${code.toString(16)}`);
  }
  for (const character of ALPHABET) expect([character, places(character)]).toEqual([character, 160]);
  for (const character of EXTENSION) expect([character, places(character)]).toEqual([character, 80]);
});

/** Counted by hand: nothing that takes several places is divided between two segments. */
function count(text: string): { encoding: string; segments: number } {
  const characters = [...text];
  const isGsm = characters.every((character) => ALPHABET.includes(character) || EXTENSION.includes(character));
  const places = characters.map((character) => (isGsm ? (EXTENSION.includes(character) ? 2 : 1) : character.length));
  const [single, part] = isGsm ? [160, 153] : [70, 67];
  let segments = 1;
  let used = 0;
  for (const size of places) {
    if (used + size > part) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  const total = places.reduce((sum, size) => sum + size, 0);
  return { encoding: isGsm ? 'GSM-7' : 'UCS-2', segments: total <= single ? 1 : segments };
}

it('counts texts of any mixture and length as the rules say', () => {
  const piece = fc.oneof(
    fc.constantFrom(...ALPHABET),
    fc.constantFrom(...EXTENSION),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const gsm = fc.oneof(fc.constantFrom(...ALPHABET), fc.constantFrom(...EXTENSION));
  const text = (unit: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.array(fc.tuple(unit, fc.integer({ min: 1, max: 160 })), { maxLength: 8 }))
      .map(([runs]) => runs.map(([character, length]) => character.repeat(length)).join(''));
  fc.assert(
    fc.property(fc.oneof(text(gsm), text(piece)), (value) => {
      expect(countSegments(value)).toEqual(count(value));
    }),
    { numRuns: 2_000 },
  );
});
