import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const COMMAND = join(ROOT, 'dist/cli/sms-courier.js');
const REGISTRY = 'lib/providers/registry.ts';
const checkout = mkdtempSync(join(tmpdir(), 'sms-courier-checkout-'));
afterAll(() => rmSync(checkout, { recursive: true }));

function run(args: readonly string[], cwd = checkout) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** All files that may come to differ, by path. */
function files(): Map<string, string> {
  const names = ['lib', 'lambda', 'local', 'test'].flatMap((folder) =>
    readdirSync(join(checkout, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return new Map(names.map((name) => [name.slice(checkout.length + 1), readFileSync(name, 'utf8')]));
}

/** What the author of a stack would write. */
const USE = `import { SmsProvider, SmsSecret } from './lib';
SmsProvider.madeUp({ apiKey: SmsSecret.fromSsmParameter('/made-up'), from: 'ACME' });
// @ts-expect-error the key is required
SmsProvider.madeUp({ from: 'ACME' });`;

/** What the providers are made of and tested by, and no more. */
function copySources(): void {
  for (const name of ['lib', 'lambda', 'local', 'test/providers', 'test/support', 'test/fixtures/ory'])
    cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  for (const name of ['package.json', 'jest.config.js']) cpSync(join(ROOT, name), join(checkout, name));
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  const include = ['lib', 'lambda', 'local', 'test/providers/fixtures.test.ts', 'use.ts'];
  writeFileSync(join(checkout, 'tsconfig.json'), JSON.stringify({ compilerOptions, include, exclude: ['local/page'] }));
  writeFileSync(join(checkout, 'use.ts'), USE);
  for (const name of ['node_modules', 'dist']) symlinkSync(join(ROOT, name), join(checkout, name));
}

test('a new provider is its own folder and one line of the registry: it type-checks, and passes the tests of every provider', () => {
  copySources();
  const before = files();
  const { status, stdout, stderr } = run([COMMAND, 'provider', 'new', 'made-up']);
  expect([status, stderr]).toEqual([0, '']);
  const [line] = /^ {2}export .*$/m.exec(stdout) ?? [''];
  const registry = before.get(REGISTRY) as string;
  writeFileSync(join(checkout, REGISTRY), `${registry}${line.trim()}\n`);
  const after = files();
  const changed = [...after].filter(([name, content]) => before.get(name) !== content).map(([name]) => name);
  expect(changed.filter((name) => !name.startsWith('lib/providers/made-up/'))).toEqual([REGISTRY]);
  expect(after.get(REGISTRY)).toBe(`${registry}export { madeUp } from './made-up';\n`);
  expect(after.size).toBe(before.size + changed.length - 1);
  for (const name of ['index.ts', 'provider.ts', 'request.jsonnet', 'response.jsonnet', 'emulator.ts', 'fixtures'])
    expect([name, existsSync(join(checkout, 'lib/providers/made-up', name))]).toEqual([name, true]);

  expect(run([join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit'])).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });

  const jest = run([
    join(ROOT, 'node_modules/jest/bin/jest.js'),
    ...['test/providers/fixtures.test.ts', '--testNamePattern', '^made-up ', '--runInBand', '--json'],
  ]);
  const { success, numPassedTests, testResults } = JSON.parse(jest.stdout);
  expect([success, testResults[0].message]).toEqual([true, '']);
  expect(numPassedTests).toBeGreaterThanOrEqual(10);
}, 180_000);

test.each([
  ['Acme', 'invalid id "Acme": use 1 to 30 lower-case letters'],
  ['../acme', 'invalid id "../acme"'],
  ['twilio', 'there is a provider "twilio" already: take another id'],
  ['http', 'there is a provider "http" already'],
])('takes no id such as %s', (id, error) => {
  const { status, stdout, stderr } = run([COMMAND, 'provider', 'new', id], ROOT);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(error);
});

test('is of use in a checkout only', () => {
  const folder = join(checkout, 'elsewhere');
  mkdirSync(folder);
  const { status, stderr } = run([COMMAND, 'provider', 'new', 'acme'], folder);
  expect([status, readdirSync(folder)]).toEqual([2, []]);
  expect(stderr).toContain('run this at the root of a checkout of cdktf-sms-courier');
});
