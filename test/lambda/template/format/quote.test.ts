import { quote, sprintf } from '../../../../lambda/template/format';
import { fromBytes } from '../../../../lambda/template/go-string';
import fc from '../../../support/fast-check';

const NAMES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Reads a literal back as Go would. */
function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(?:x(..)|u(....)|U(.{8})|(.))/gu, (_, byte, four, eight, character) => {
    if (byte !== undefined) return fromBytes(Uint8Array.of(Number.parseInt(byte, 16)));
    if (character !== undefined) return NAMES[character] ?? character;
    return String.fromCodePoint(Number.parseInt(four ?? eight, 16));
  });
}

/** Any Go string: any bytes. */
const goString = fc.oneof(
  fc.uint8Array({ maxLength: 30 }).map(fromBytes),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.toWellFormed()),
);

test('what does not print is escaped', () => {
  expect(quote('a"b\\\n\x01\u00ad\udcff é😀')).toBe('"a\\"b\\\\\\n\\x01\\u00ad\\xff é😀"');
  expect(quote('\x7f\u0080\u2028\u{e0001}\ufeff\ufffd')).toBe('"\\x7f\\u0080\\u2028\\U000e0001\\ufeff\ufffd"');
});

test('a literal reads back as the string it came from', () => {
  fc.assert(fc.property(goString, (text) => expect(unquote(quote(text))).toBe(text)));
  fc.assert(
    fc.property(goString, (text) => {
      const literal = sprintf('%+q', [text]);
      expect(literal).toMatch(/^[ -~]*$/);
      expect(unquote(literal)).toBe(text);
    }),
  );
});

test('a raw literal holds its text as it stands', () => {
  fc.assert(
    fc.property(goString, (text) => {
      const literal = sprintf('%#q', [text]);
      if (literal.startsWith('`')) expect(literal).toBe(`\`${text}\``);
      else expect(literal).toBe(quote(text));
    }),
  );
  expect(sprintf('%#q %#q %#q %#q', ['a\tb', 'a`', 'a\n', '\ufeff'])).toBe('`a\tb` "a`" "a\\n" "\\ufeff"');
});
