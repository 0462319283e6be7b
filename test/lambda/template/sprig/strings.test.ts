import { MAX_STRING } from '../../../../lambda/template/limits';
import { STRINGS } from '../../../../lambda/template/sprig/strings';
import { caller, errorOf, type Plain } from './call';

const call = caller(STRINGS);

/** Bytes of é cut in half, as go-string.ts holds them. */
const C3 = '\udcc3';
const A9 = '\udca9';

it.each<[string, Plain[], Plain]>([
  ['trunc', [3n, 'hello'], 'hel'],
  ['trunc', [-3n, 'hello'], 'llo'],
  ['trunc', [-5n, 'hello'], 'hello'],
  ['trunc', [1n, 'é'], C3],
  ['trunc', [-1n, 'aé'], A9],
  ['substr', [1n, 3n, 'hello'], 'el'],
  ['substr', [1n, -1n, 'hello'], 'ello'],
  ['substr', [-1n, 2n, 'hello'], 'he'],
  ['substr', [1n, 99n, 'é'], A9],
  ['abbrev', [5n, 'hello world'], 'he...'],
  ['abbrev', [3n, 'hello world'], 'hello world'],
  ['abbrevboth', [5n, 10n, '1234 5678 9123'], '...5678...'],
  ['abbrevboth', [4n, 10n, '1234 5678 9123'], '1234 56...'],
  ['abbrevboth', [99n, 10n, '1234 5678 9123'], '...78 9123'],
  ['abbrevboth', [5n, 7n, '12345678'], '1234...'],
  ['abbrevboth', [5n, 6n, '1234 5678 9123'], '1234 5678 9123'],
])('%s cuts bytes: %j', (name, args, expected) => {
  expect(call(name, ...args)).toBe(expected);
});

it.each<[string, Plain[], string]>([
  ['substr', [2n, 1n, 'abc'], 'runtime error: slice bounds out of range [2:1]'],
  ['substr', [5n, -1n, 'abc'], 'runtime error: slice bounds out of range [5:3]'],
  ['substr', [-1n, 5n, 'abc'], 'runtime error: slice bounds out of range [:5] with length 3'],
  ['substr', [-1n, -2n, 'abc'], 'runtime error: slice bounds out of range [:-2]'],
  ['repeat', [-1n, 'abc'], 'strings: negative Repeat count'],
  ['indent', [-1n, 'abc'], 'strings: negative Repeat count'],
])('%s panics as Go does: %j', (name, args, expected) => {
  expect(errorOf(() => call(name, ...args))).toBe(expected);
});

it.each<[string, Plain[], Plain]>([
  ['upper', ['straße ﬁ'], 'STRAßE ﬁ'],
  ['lower', ['ΑΣ İ'], 'ασ i'],
  ['upper', [`a${C3}`], 'A\ufffd'],
  ['title', ['hello wörld_x-y «zitat»'], 'Hello Wörld_x-Y «zitat»'],
  ['untitle', ['Hello World'], 'hello world'],
  ['swapcase', ['This Is A.Test ǅ'], 'tHIS iS a.tEST ǆ'],
  ['initials', ['First Try é'], 'FTÃ'],
  ['nospace', [' h e l l o '], 'hello'],
  ['nospace', ['é'], 'é'],
  ['nospace', ['é x'], 'Ã©x'],
  ['camelcase', ['http_server'], 'HttpServer'],
  ['camelcase', ['fooBar GO_PATH'], 'FooBarGoPath'],
  ['camelcase', ['_complex__case_'], '_Complex_Case_'],
  ['camelcase', ['_'], '__'],
  ['snakecase', ['FirstName HTTPServer'], 'first_name_http_server'],
  ['snakecase', ['Bld4Floor3rd'], 'bld4_floor_3rd'],
  ['snakecase', ['http2xx é中'], 'http_2xx_é_中'],
  ['kebabcase', ['HTTP20xOK (now)'], 'http-20x-ok-(now)'],
])('%s changes case: %j', (name, args, expected) => {
  expect(call(name, ...args)).toBe(expected);
});

it.each<[string, Plain[], Plain]>([
  ['trim', ['\u0085 a b\u3000\n'], 'a b'],
  ['trim', [' 😀 '], '😀'],
  ['trimAll', ['$é😀', '😀$5.00é'], '5.00'],
  ['trimall', ['$', '$5.00$'], '5.00'],
  ['trimAll', ['\ufffd', `${C3}a${C3}`], 'a'],
  ['trimPrefix', ['-', '-hello-'], 'hello-'],
  ['trimSuffix', ['-', '-hello-'], '-hello'],
  ['trimPrefix', [C3, 'é'], A9],
  ['contains', [A9, 'é'], true],
  ['contains', ['\udc80', '\u{1f480}'], true],
  ['contains', ['\udc81', '\u{1f480}'], false],
  ['hasPrefix', [C3, 'éa'], true],
  ['hasSuffix', ['a', 'éa'], true],
  ['replace', ['é', 'e', 'été'], 'ete'],
  ['replace', ['', '-', 'é1'], '-é-1-'],
  ['replace', ['a', C3, `xa${A9}`], 'xé'],
  ['repeat', [3n, 'ab'], 'ababab'],
  ['repeat', [2n, `${A9}${C3}`], `${A9}é${C3}`],
  ['repeat', [9223372036854775807n, ''], ''],
  ['indent', [2n, 'a\nb'], '  a\n  b'],
  ['nindent', [1n, 'a\n'], '\n a\n '],
  ['plural', ['one', 'many', 1n], 'one'],
  ['plural', ['one', 'many', 0n], 'many'],
  ['split', ['$', 'foo$bar$'], { _0: 'foo', _1: 'bar', _2: '' }],
  ['split', [C3, 'é'], { _0: '', _1: A9 }],
  ['splitn', ['$', 2n, 'foo$bar$baz'], { _0: 'foo', _1: 'bar$baz' }],
  ['splitn', ['$', 0n, 'foo$bar'], {}],
  ['splitn', ['', 2n, 'a😀b'], { _0: 'a', _1: '😀b' }],
  ['splitList', ['', `a😀é${A9}`], ['a', '😀', 'é', A9]],
  ['splitList', ['', `${A9}a`], ['\ufffd', 'a']],
  ['splitList', [',', ''], ['']],
  ['hello', [], 'Hello!'],
])('%s works on bytes or characters, as Go does: %j', (name, args, expected) => {
  expect(call(name, ...args)).toEqual(expected);
});

it.each<[string, Plain[], string]>([
  ['wrap', [5n, 'hello big world'], 'hello\nbig\nworld'],
  ['wrap', [5n, 'unbreakable word'], 'unbreakable\nword'],
  ['wrap', [5n, 'unbreakable'], 'unbreakable'],
  ['wrap', [-1n, 'a b'], 'a\nb'],
  ['wrap', [2n, 'ab '], 'ab\n'],
  ['wrapWith', [4n, '~', 'abcdefghij kl'], 'abcd~efgh~ij~kl'],
  ['wrapWith', [1n, '-', 'é'], `${C3}-${A9}`],
  ['wrapWith', [1n, '', 'ab'], 'a\nb'],
])('%s breaks lines: %j', (name, args, expected) => {
  expect(call(name, ...args)).toBe(expected);
});

it('names the types of results', () => {
  expect([STRINGS['split'], STRINGS['splitn'], STRINGS['splitList']].map((made) => made?.result.name)).toEqual([
    'map[string]string',
    'map[string]string',
    '[]string',
  ]);
  expect(STRINGS['splitList']?.call(',', 'a,b')).toMatchObject({ type: { name: '[]string' } });
  expect(STRINGS['split']?.call(',', 'a,b')).toMatchObject({ type: { name: 'map[string]string' } });
});

const LONG = 'a '.repeat(MAX_STRING / 4);

it.each<[string, Plain[]]>([
  ['repeat', [9223372036854775807n, 'a']],
  ['indent', [BigInt(MAX_STRING) + 1n, 'a']],
  ['indent', [1000n, '\n'.repeat(2000)]],
  ['nindent', [1000n, '\n'.repeat(2000)]],
  ['replace', ['a', 'xxxxx', LONG]],
  ['replace', ['', 'xx', LONG]],
  ['wrapWith', [1n, 'xxxxx', LONG]],
  ['splitList', [' ', LONG]],
  ['splitList', ['', LONG]],
  ['split', [' ', LONG]],
])('%s makes nothing that is too large', (name, args) => {
  expect(errorOf(() => call(name, ...args))).toMatch(/^makes a (text of \d+ characters|list of \d+ items); at most/);
});
