import { lookUpLocale, readAcceptLanguage } from '../../lambda/locale';
import fc from '../support/fast-check';

describe('looking up a language', () => {
  it.each([
    ['the very tag', ['de-at'], ['en', 'de', 'de-at'], 'de-at'],
    ['in any case, with an underscore', ['DE_at'], ['en', 'de-at'], 'de-at'],
    ['the language of a region', ['de-AT'], ['en', 'de'], 'de'],
    ['without script and region', ['zh-Hant-TW'], ['zh'], 'zh'],
    ['without a region only', ['zh-Hant-TW'], ['zh', 'zh-hant'], 'zh-hant'],
    ['without an extension that its letter introduces', ['en-a-bbb-x-a-ccc'], ['en-a-bbb'], 'en-a-bbb'],
    ['no region that was not asked for', ['de'], ['en', 'de-at'], undefined],
    ['the first that is there', ['fr', 'it-CH', 'de'], ['de', 'it'], 'it'],
    ['all of the first before the next', ['de-CH', 'en'], ['en', 'de'], 'de'],
    ['nothing for nothing', ['', '-', '--'], ['de'], undefined],
    ['nothing for what is too long to be a tag', [`de-${'x'.repeat(40)}`], ['de'], undefined],
  ])('%s', (_, wanted, available, found) => {
    expect(lookUpLocale(wanted, available)).toBe(found);
  });

  it('finds only what is available, and ends, whatever is wanted', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('d', 'e', '-', '_', 'x', ' ') })), (wanted) => {
        expect(['de', 'e', undefined]).toContain(lookUpLocale(wanted, ['de', 'e']));
      }),
    );
  });
});

describe('Accept-Language', () => {
  it.each([
    ["as browsers send it, and as Ory's examples have it", 'de-DE,de;q=0.9,en;q=0.8', ['de-DE', 'de', 'en']],
    ['by weight, and in their order where they weigh the same', 'en;q=0.5, fr, de;q=0.8, it', ['fr', 'it', 'de', 'en']],
    ['without what is not wanted', 'de;q=0, en;q=0.1', ['en']],
    ['without the star', '*, de;q=0.5', ['de']],
    ['with parameters of another name and in capitals', 'de;x=1;Q=0.3, en;q=0.4', ['en', 'de']],
    ['without what has no weight that is a number', 'de;q=a, en;q=, fr', ['fr']],
    ['empty', '', []],
    ['of commas', ',,,', []],
  ])('%s', (_, header, languages) => {
    expect(readAcceptLanguage(header)).toEqual(languages);
  });
});
