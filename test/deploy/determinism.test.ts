import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { ENDPOINT_ENV } from './app/settings';
import { contents } from './support/contents';
import { ROOT, synthesize } from './support/synthesize';
import { temporaryDirectory } from './support/temporary';

interface Circumstances {
  readonly folder: string;
  readonly umask: string;
  readonly timeZone: string;
  readonly locale: string;
  /** When the package's files were written, and how. */
  readonly installed: Date;
  readonly mode: number;
}

const EAST: Circumstances = {
  folder: 'plain',
  umask: '022',
  timeZone: 'Pacific/Kiritimati',
  locale: 'C',
  installed: new Date('2001-02-03T04:05:06Z'),
  mode: 0o644,
};
const WEST: Circumstances = {
  folder: 'with a space',
  umask: '077',
  timeZone: 'America/Los_Angeles',
  locale: 'de_DE.UTF-8',
  installed: new Date('2031-12-31T23:59:59Z'),
  mode: 0o700,
};

const directory = temporaryDirectory('determinism');

afterAll(() => directory.remove());

it('makes the same zips wherever and whenever the package is installed and the app synthesized', async () => {
  const [east, west] = await Promise.all([EAST, WEST].map(synthesized));
  expect([...(east?.keys() ?? [])]).toEqual([
    expect.stringMatching(/^stacks\/bank\/assets\/Alerts_FunctionCode_.*\.zip$/),
    expect.stringMatching(/^stacks\/bank\/assets\/Codes_FunctionCode_.*\.zip$/),
    expect.stringMatching(/^stacks\/bank\/assets\/Login_FunctionCode_.*\.zip$/),
    expect.stringMatching(/^stacks\/bank\/cdk\.tf\.json$/),
    expect.stringMatching(/^stacks\/shop\/assets\/Alerts_FunctionCode_.*\.zip$/),
    expect.stringMatching(/^stacks\/shop\/assets\/Codes_FunctionCode_.*\.zip$/),
    expect.stringMatching(/^stacks\/shop\/assets\/Login_FunctionCode_.*\.zip$/),
    expect.stringMatching(/^stacks\/shop\/cdk\.tf\.json$/),
  ]);
  expect(west).toEqual(east);
});

/** What a synth leaves, by name: hashes of zips, and stacks but for the folder that it ran in. */
async function synthesized(circumstances: Circumstances): Promise<Map<string, string>> {
  const home = install(circumstances);
  const workplace = join(home, 'project');
  mkdirSync(workplace);
  const output = await synthesize({
    program: join(home, 'app/main.ts'),
    directory: workplace,
    umask: circumstances.umask,
    env: { TZ: circumstances.timeZone, LC_ALL: circumstances.locale, [ENDPOINT_ENV]: 'http://127.0.0.1:1' },
  });
  return new Map(
    [...contents(output)]
      .filter(({ name }) => /\.(zip|tf\.json)$/.test(name))
      .map(({ name, bytes }): [string, string] => [
        name,
        name.endsWith('.zip')
          ? createHash('sha256').update(bytes).digest('hex')
          : Buffer.from(bytes).toString('utf8').replaceAll(workplace, '<workplace>'),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Copies the package, and the program with it, so that the program's `cdktf-sms-courier` is the copy. */
function install({ folder, installed, mode }: Circumstances): string {
  const home = join(directory.path, folder);
  mkdirSync(home);
  for (const name of ['package.json', 'dist']) cpSync(join(ROOT, name), join(home, name), { recursive: true });
  cpSync(join(ROOT, 'test/deploy/app'), join(home, 'app'), { recursive: true });
  for (const entry of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
    const path = join(home, entry);
    if (statSync(path).isFile()) chmodSync(path, mode);
    utimesSync(path, installed, installed);
  }
  symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'), 'dir');
  return home;
}
