import { quote, sprint, sprintf, sprintln } from '../../../../lambda/template/format';
import {
  type BasicType,
  INT,
  pointerTo,
  STRING,
  type StructType,
  sliceOf,
  UINT8,
} from '../../../../lambda/template/go-type';
import { LimitError } from '../../../../lambda/template/limits';
import {
  GoComplex,
  GoInt,
  GoMap,
  GoPointer,
  GoSlice,
  GoStruct,
  int,
  type Value,
} from '../../../../lambda/template/value';
import { growth } from '../../../support/growth';

// what templates reach is in test/fixtures/template/print*.json; what Go printed is in the tables below too

const named = (kind: BasicType['kind'], name: string = kind) => {
  const type: BasicType = { kind, name };
  return (value: number | bigint) => new GoInt(BigInt(value), type);
};
const level = named('int64', 'main.Level');
const month = named('int', 'time.Month');
const weekday = named('int', 'time.Weekday');
const duration = named('int64', 'time.Duration');
const list = (...items: Value[]) => new GoSlice(items);

const BYTES = sliceOf(UINT8);
const bytes = (...items: number[]) => new GoSlice(items.map(named('uint8')), BYTES);

const PERSON: StructType = {
  kind: 'struct',
  name: 'main.Person',
  get fields() {
    return PERSON_FIELDS;
  },
};
const MONTH: BasicType = { kind: 'int', name: 'time.Month' };
const PERSON_FIELDS: StructType['fields'] = [
  { name: 'Name', type: STRING },
  { name: 'Age', type: INT },
  { name: 'Any', type: { kind: 'interface', name: 'interface {}' } },
  { name: 'Next', type: pointerTo(PERSON) },
  { name: 'hidden', type: MONTH },
  { name: 'Month', type: MONTH },
];
const nobody = new GoPointer(null, PERSON);
const zoe = new GoStruct(
  new Map<string, Value>([
    ['Name', 'Zoë'],
    ['Age', int(7)],
    ['Any', null],
    ['Next', nobody],
    ['hidden', month(5)],
    ['Month', month(6)],
  ]),
  PERSON,
);
const pointer = new GoPointer(zoe, PERSON);

describe('sprintf', () => {
  test.each<[string, Value, string]>([
    ['%v', zoe, '{Zoë 7 <nil> <nil> 5 June}'],
    ['%+v', zoe, '{Name:Zoë Age:7 Any:<nil> Next:<nil> hidden:5 Month:June}'],
    ['%#v', zoe, 'main.Person{Name:"Zoë", Age:7, Any:interface {}(nil), Next:(*main.Person)(nil), hidden:5, Month:6}'],
    ['%d', zoe, '{%!d(string=Zoë) 7 <nil> 0 5 6}'],
    ['%s', zoe, '{Zoë %!s(int=7) <nil> %!s(*main.Person=<nil>) %!s(time.Month=5) June}'],
    ['%T', zoe, 'main.Person'],
    ['%6v', zoe, '{   Zoë      7 <nil>  <nil>      5   June}'],
    ['%v', pointer, '&{Zoë 7 <nil> <nil> 5 June}'],
    [
      '%#v',
      pointer,
      '&main.Person{Name:"Zoë", Age:7, Any:interface {}(nil), Next:(*main.Person)(nil), hidden:5, Month:6}',
    ],
    ['%d', pointer, '&{%!d(string=Zoë) 7 <nil> 0 5 6}'],
    ['%T', pointer, '*main.Person'],
    ['%v', nobody, '<nil>'],
    ['%#v', nobody, '(*main.Person)(nil)'],
    ['%d', nobody, '0'],
    ['%s', nobody, '%!s(*main.Person=<nil>)'],
    ['%p', nobody, '0x0'],
    ['%8v', nobody, '   <nil>'],
    ['%t', nobody, '%!t(*main.Person=<nil>)'],
  ])('prints structs and pointers to them: %s', (format, value, expected) => {
    expect(sprintf(format, [value])).toBe(expected);
  });

  test.each<[string, string]>([
    ['%v', '[97 255 195 169]'],
    ['%d', '[97 255 195 169]'],
    ['%s', 'a\udcffé'],
    ['%q', '"a\\xffé"'],
    ['%x', '61ffc3a9'],
    ['% X', '61 FF C3 A9'],
    ['%#v', '[]byte{0x61, 0xff, 0xc3, 0xa9}'],
    ['%T', '[]uint8'],
    ['%t', '[%!t(uint8=97) %!t(uint8=255) %!t(uint8=195) %!t(uint8=169)]'],
    ['%.2s', 'a\udcff'],
    ['%6s', '   a\udcffé'],
    ['%o', '[141 377 303 251]'],
  ])('prints bytes as text where the verb is for text: %s', (format, expected) => {
    expect(sprintf(format, [bytes(0x61, 0xff, 0xc3, 0xa9)])).toBe(expected);
  });

  test('bytes within a value have another name than by themselves', () => {
    const inner = list(bytes(0x61, 0xff));
    expect(sprintf('%v %s %#v', [inner, inner, inner])).toBe(
      '[[97 255]] [a\udcff] []interface {}{[]uint8{0x61, 0xff}}',
    );
  });

  test('Go syntax tells nil slices and maps from empty ones', () => {
    const nil = [new GoSlice([], BYTES, true), new GoSlice([], undefined, true), new GoMap(new Map(), undefined, true)];
    expect(sprintf('%#v %#v %#v', nil)).toBe('[]byte(nil) []interface {}(nil) map[string]interface {}(nil)');
    expect(sprintf('%v %v %v', nil)).toBe('[] [] map[]');
    expect(sprintf('%#v %#v', [list(), new GoMap(new Map())])).toBe('[]interface {}{} map[string]interface {}{}');
  });

  test('unsigned integers are hexadecimal in Go syntax', () => {
    const args = [named('uint8')(200), named('uint64')(2n ** 64n - 1n), named('uint')(0), named('int8')(-5)];
    expect(sprintf('%#v %#v %#v %#v', args)).toBe('0xc8 0xffffffffffffffff 0x0 -5');
  });

  test('a named type without methods prints as what it is made of', () => {
    expect(sprintf('%v %[1]d %[1]T %#[1]v %[1]x %[1]q %[1]t', [level(65)])).toBe(
      "65 65 main.Level 65 41 'A' %!t(main.Level=65)",
    );
  });

  test('a type with methods says of itself what it is, where the verb is for text', () => {
    expect(sprintf('%v %[1]s %[1]d %[1]q %[1]x %#[1]v %[1]T %[1]t %5[1]v', [month(5)])).toBe(
      'May May 5 "May" 4d6179 5 time.Month %!t(time.Month=5)   May',
    );
    expect(sprintf('%v %v %v %v', [list(month(5)), month(13), weekday(6), weekday(7)])).toBe(
      '[May] %!Month(13) Saturday %!Weekday(7)',
    );
  });

  test('methods are not called for what an unexported field holds', () => {
    const type: StructType = {
      kind: 'struct',
      name: 'main.Box',
      fields: [
        { name: 'months', type: sliceOf(MONTH) },
        { name: 'Months', type: sliceOf(MONTH) },
      ],
    };
    const months = new GoSlice([month(5)], sliceOf(MONTH));
    const box = new GoStruct(
      new Map([
        ['months', months],
        ['Months', months],
      ]),
      type,
    );
    expect(sprintf('%v %s', [box, list(box)])).toBe('{[5] [May]} [{[%!s(time.Month=5)] [May]}]');
  });

  test.each<[number | bigint, string]>([
    [0, '0s'],
    [1, '1ns'],
    [1500, '1.5µs'],
    [1_500_000, '1.5ms'],
    [1_005_000, '1.005ms'],
    [90_000_000_000, '1m30s'],
    [-3_600_000_000_000, '-1h0m0s'],
    [-(2n ** 63n), '-2562047h47m16.854775808s'],
  ])('a duration of %d ns is %s', (value, expected) => {
    expect(sprint([duration(value)])).toBe(expected);
  });

  test.each<[string, number, string]>([
    ['%v', Number.POSITIVE_INFINITY, '+Inf'],
    ['%v', Number.NEGATIVE_INFINITY, '-Inf'],
    ['% v', Number.POSITIVE_INFINITY, ' Inf'],
    ['%08v', Number.POSITIVE_INFINITY, '    +Inf'],
    ['%-8vx', Number.NEGATIVE_INFINITY, '-Inf    x'],
    ['%+08.2f', Number.POSITIVE_INFINITY, '    +Inf'],
    ['%x', Number.POSITIVE_INFINITY, '+Inf'],
    ['%v', Number.NaN, 'NaN'],
    ['%+v', Number.NaN, 'NaN'],
    ['%+f', Number.NaN, '+NaN'],
    ['% v', Number.NaN, ' NaN'],
    ['%08v', Number.NaN, '     NaN'],
    ['%d', Number.NaN, '%!d(float64=NaN)'],
    ['%g', -0, '-0'],
    ['%e', -0, '-0.000000e+00'],
    ['%x', -0, '-0x0p+00'],
  ])('%s of %d', (format, value, expected) => {
    expect(sprintf(format, [value])).toBe(expected);
  });

  test('parts of complex numbers may be no numbers', () => {
    expect(sprint([new GoComplex(Number.NaN, Number.NEGATIVE_INFINITY), new GoComplex(-0, 1e21)])).toBe(
      '(NaN-Infi) (-0+1e+21i)',
    );
  });

  test('all that has an address has the same one, so that a rendering can be repeated', () => {
    const inner = list(pointer);
    expect(sprintf('%v %d %p %#p %p', [inner, inner, list(), new GoMap(new Map()), pointer])).toBe(
      '[0xc000010000] [824633786368] 0xc000010000 c000010000 0xc000010000',
    );
    expect(sprintf('%#v', [inner])).toBe('[]interface {}{(*main.Person)(0xc000010000)}');
    expect(sprintf('%q %p', [inner, 1.5])).toBe('[%!q(*main.Person=&{Zoë 7 <nil> <nil> 5 6})] %!p(float64=1.5)');
  });
});

describe('sprint and sprintln', () => {
  test('a space parts two values of which neither is a string', () => {
    expect(sprint(['a', int(1), int(2), 'b', true, null, 1.5])).toBe('a1 2btrue <nil> 1.5');
  });

  test('sprintln parts all values and ends the line', () => {
    expect(sprintln(['a', 'b', int(1)])).toBe('a b 1\n');
  });

  test('bytes that meet form their character', () => {
    expect(sprint(['\udcc3', '\udca9'])).toBe('é');
    expect(sprintln(['\udcc3', '\udca9'])).toBe('\udcc3 \udca9\n');
    expect(sprintf('%s\udca9', ['\udcc3'])).toBe('é');
  });

  test('maps print in the order of the bytes of their keys', () => {
    const map = new GoMap(new Map(['\uffee', '😀', 'b', 'a', '', '\udcff'].map((key) => [key, int(1)])));
    expect(sprint([map])).toBe('map[:1 a:1 b:1 \uffee:1 😀:1 \udcff:1]');
  });
});

describe('what Go would spend memory or its stack on', () => {
  const holder = new GoMap(new Map());
  holder.entries.set('self', holder);
  let deep = list();
  for (let depth = 1; depth < 500; depth++) deep = list(deep);

  test.each<[string, () => unknown]>([
    ['a width', () => sprintf('%9999999d', [int(1)])],
    ['zeros', () => sprintf('%09999999d', [int(1)])],
    ['a precision of integers', () => sprintf('%.9999999d', [int(1)])],
    ['a precision of code points', () => sprintf('%.9999999U', [int(1)])],
    ['a precision of floats', () => sprintf('%.9999999f', [1.5])],
    ['a precision of exponents', () => sprintf('%.9999999e', [1.5])],
    ['a precision of hexadecimal floats', () => sprintf('%.9999999x', [1.5])],
    ['zeros kept', () => sprintf('%#.9999999g', [1.5])],
    ['many widths', () => sprintf('%600000d%600000d', [int(1), int(2)])],
    ['a width of each item', () => sprintf('%600000v', [list(int(1), int(2))])],
    ['a long text in hexadecimal', () => sprintf('%x', ['a'.repeat(600_000)])],
    ['a long text that is escaped', () => quote('\0'.repeat(300_000))],
    ['a map that holds itself', () => sprint([holder])],
    ['a map that holds itself, under a bad verb', () => sprintf('%z', [holder])],
    ['values within values', () => sprint([list(deep)])],
  ])('%s is a LimitError', (_, print) => {
    expect(print).toThrow(LimitError);
  });

  test('what is just within the limits is printed', () => {
    expect(sprintf('%1000000d', [int(1)])).toHaveLength(1_000_000);
    expect(sprintf('%.1000000f', [1.5])).toHaveLength(1_000_002);
    expect(sprintf('%.9999999s|%.9999999g', ['a', 0.5])).toBe('a|0.5');
    expect(sprint([deep])).toBe('['.repeat(500) + ']'.repeat(500));
  });

  test('a format of open brackets is not searched to its end for each of them', async () => {
    const print = (size: number) => sprintf(`é${'%['.repeat(size)}`, []);
    expect(print(500_000)).toBe(`é${'%['.repeat(250_000)}`);
    expect(await growth(print, 50_000, 10)).toBeLessThan(50);
  });
});
