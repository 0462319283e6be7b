import { sprint, sprintf } from '../../../../lambda/template/format';
import { fromBytes, toBytes } from '../../../../lambda/template/go-string';
import { UINT64 } from '../../../../lambda/template/go-type';
import { LimitError } from '../../../../lambda/template/limits';
import { GoComplex, GoInt, GoMap, GoSlice, int, type Value } from '../../../../lambda/template/value';
import fc from '../../../support/fast-check';

const goString = fc.uint8Array({ maxLength: 20 }).map(fromBytes);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant<Value>(null),
    fc.boolean(),
    fc.double(),
    goString,
    int64.map((number) => int(number)),
    int64.map((number) => new GoInt(BigInt.asUintN(64, number), UINT64)),
    fc.tuple(fc.double(), fc.double()).map(([real, imaginary]) => new GoComplex(real, imaginary)),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => new GoSlice(items)),
    fc
      .dictionary(fc.string(), tie('value'), { maxKeys: 4 })
      .map((object) => new GoMap(new Map(Object.entries(object)))),
  ),
}));

const piece = fc.oneof(
  fc.constantFrom(...'%%%%+-# 0.*[]123456789vdsqxXtTbcoOUeEfFgGpw!é'),
  fc.constantFrom('[1]', '[2]', '%[3]*.[2]*[1]f', '%v', '%d'),
  goString,
);

test('no format and no values fail, but by a limit', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.array(value, { maxLength: 4 }), (pieces, args) => {
      try {
        const text = sprintf(pieces.join(''), args);
        expect(fromBytes(toBytes(text))).toBe(text);
      } catch (error) {
        if (!(error instanceof LimitError)) throw error;
      }
    }),
    { numRuns: 2_000 },
  );
});

test('%v is what sprint makes of one value', () => {
  fc.assert(fc.property(value, (any) => expect(sprintf('%v', [any])).toBe(sprint([any]))));
});

test('a float reads back as the number it came from', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      for (const format of ['%v', '%g', '%G', '%.16e', '%.17g', '%.1100f'])
        expect(Number(sprintf(format, [number]))).toBe(number);
    }),
  );
});

test('a float is never further from its digits than half of the last', () => {
  const places = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), places, (number, count) => {
      // all digits that there are, as integers of the same scale
      const scale = (text: string) => BigInt(text.replace('.', '').padEnd(text.indexOf('.') + 1100, '0'));
      const rounded = scale(sprintf(`%#.${count}f`, [number]));
      const exact = scale(sprintf('%.1100f', [number]));
      const distance = rounded > exact ? rounded - exact : exact - rounded;
      expect(distance * 2n <= 10n ** BigInt(1100 - count)).toBe(true);
    }),
  );
});

test('an integer reads back from every base', () => {
  fc.assert(
    fc.property(int64, (number) => {
      const size = number < 0n ? -number : number;
      const sign = number < 0n ? '-' : '';
      expect(BigInt(sprintf('%d', [int(number)]))).toBe(number);
      expect(sprintf('%#b %O %#x', [int(number), int(number), int(number)])).toBe(
        [`0b${size.toString(2)}`, `0o${size.toString(8)}`, `0x${size.toString(16)}`]
          .map((text) => sign + text)
          .join(' '),
      );
    }),
  );
});

test('hexadecimal shows the bytes of a string, up to the precision', () => {
  fc.assert(
    fc.property(goString, fc.nat(25), (text, precision) => {
      const hex = Buffer.from(toBytes(text)).toString('hex');
      expect(sprintf('%x', [text])).toBe(hex);
      expect(sprintf(`%.${precision}X`, [text])).toBe(hex.slice(0, 2 * precision).toUpperCase());
      expect(sprintf('% x', [text]).split(' ').join('')).toBe(hex);
    }),
  );
});

test('a width is the least number of characters, by whatever way it is given', () => {
  fc.assert(
    fc.property(goString, fc.nat(30), (text, width) => {
      const padded = sprintf(`%${width}s`, [text]);
      expect([...padded]).toHaveLength(Math.max(width, [...text].length));
      expect(padded.endsWith(text)).toBe(true);
      expect(sprintf('%*s', [int(width), text])).toBe(padded);
      expect(sprintf('%[2]*[1]s', [text, int(width)])).toBe(padded);
      expect(sprintf('%*s', [int(-width), text])).toBe(sprintf(`%-${width}s`, [text]));
    }),
  );
});
