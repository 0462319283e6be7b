import { quote, sprint, sprintf, sprintln } from '../../../../lambda/template/format';
import { GoMap, GoSlice, int } from '../../../../lambda/template/value';

test('a space parts two values of which neither is a string', () => {
  expect(sprint(['a', int(1), int(2), 'b', true, null, 1.5])).toBe('a1 2btrue <nil> 1.5');
});

test('sprintln parts all values and ends the line', () => {
  expect(sprintln(['a', 'b', int(1)])).toBe('a b 1\n');
});

test('bytes that meet form their character', () => {
  expect(sprint(['\udcc3', '\udca9'])).toBe('é');
  expect(sprintf('%s\udca9', ['\udcc3'])).toBe('é');
});

test('maps print in the order of the bytes of their keys', () => {
  const map = new GoMap(new Map(['\uffee', '😀', 'b', 'a', ''].map((key) => [key, int(1)])));
  expect(sprint([map])).toBe('map[:1 a:1 b:1 \uffee:1 😀:1]');
});

test('a value within another is shown in full, nil included', () => {
  expect(sprintf('%v %#v', [new GoSlice(['a', null]), new GoSlice(['a', null])])).toBe(
    '[a <nil>] []interface {}{"a", interface {}(nil)}',
  );
});

test('quote escapes what does not print', () => {
  expect(quote('a"b\\\n\x01\u00ad\udcff é😀')).toBe('"a\\"b\\\\\\n\\x01\\u00ad\\xff é😀"');
});
