import { PATHS } from '../../../../lambda/template/sprig/paths';
import { caller, type Plain } from './call';

const call = caller(PATHS);

it.each<[string, string, Plain]>([
  ['base', '/a/b.txt', 'b.txt'],
  ['base', '/a//', 'a'],
  ['base', '///', '/'],
  ['base', '', '.'],
  ['dir', '/a/b.txt', '/a'],
  ['dir', 'b.txt', '.'],
  ['dir', '/', '/'],
  ['clean', 'a/./b//../../../c/', '../c'],
  ['clean', '/../../a', '/a'],
  ['clean', '', '.'],
  ['ext', 'a.tar.gz', '.gz'],
  ['ext', 'a.b/c', ''],
  ['isAbs', '/a', true],
  ['isAbs', 'a', false],
])('%s of %s', (name, path, expected) => {
  expect(call(name, path)).toBe(expected);
});

it('takes paths of the operating system for paths', () => {
  for (const name of ['base', 'dir', 'clean', 'ext', 'isAbs'])
    expect(PATHS[`os${name.charAt(0).toUpperCase()}${name.slice(1)}`]).toBe(PATHS[name]);
});
