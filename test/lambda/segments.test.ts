import { countSegments } from '../../lambda/segments';

const GSM = (segments: number) => ({ encoding: 'GSM-7', segments });
const UCS = (segments: number) => ({ encoding: 'UCS-2', segments });

/** 3GPP TS 23.038: the alphabet, and an extension table whose characters take two places. */
it.each([
  ['160 characters', 'a'.repeat(160), GSM(1)],
  ['161 characters', 'a'.repeat(161), GSM(2)],
  ['306 characters', 'a'.repeat(306), GSM(2)],
  ['307 characters', 'a'.repeat(307), GSM(3)],
  ['80 extension characters', '€'.repeat(80), GSM(1)],
  ['81 extension characters', '€'.repeat(81), GSM(2)],
  ['an extension character that does not fit at the end of a segment', `${'a'.repeat(152)}€${'a'.repeat(152)}`, GSM(3)],
  ['the whole extension table', '^{}\\[~]|€', GSM(1)],
  ['umlauts and accents of the alphabet', 'ÄÖÜäöüßàèéùìòÇØøÅåÆæÉñÑ¿¡§¤', GSM(1)],
  ['Greek capitals of the alphabet', 'ΔΦΓΛΩΠΨΣΘΞ'.repeat(16), GSM(1)],
  ['a typographic apostrophe', 'it’s', UCS(1)],
  ['a letter outside the alphabet', 'ç', UCS(1)],
  ['70 characters', `${'a'.repeat(69)}ё`, UCS(1)],
  ['71 characters', `${'a'.repeat(70)}ё`, UCS(2)],
  ['35 emoji', '😀'.repeat(35), UCS(1)],
  ['36 emoji', '😀'.repeat(36), UCS(2)],
  ['extension characters beside an emoji, which count once', `${'^{}\\[~]|€'.repeat(7)}12345😀`, UCS(1)],
  ['an emoji that does not fit at the end of a segment', `${'a'.repeat(66)}😀${'a'.repeat(66)}`, UCS(3)],
])('%s', (_, text, expected) => {
  expect(countSegments(text)).toEqual(expected);
});
