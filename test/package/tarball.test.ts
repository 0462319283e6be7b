import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { progress } from '../deploy/support/process';
import { ROOT } from '../deploy/support/synthesize';
import { temporaryDirectory } from '../deploy/support/temporary';
import { courier } from '../support/stack';
import { pack, type Tarball } from './support/pack';

const directory = temporaryDirectory('pack');

let tarball: Tarball;

beforeAll(async () => {
  tarball = await pack(directory.path);
  progress(`tarball: ${tarball.size} bytes, ${tarball.unpackedSize} unpacked, ${tarball.files.length} files`);
});

afterAll(() => directory.remove());

const compiled = (path: string) => /^dist\/cdktf\/(lib|lambda)\/.*\.(js|d\.ts)$/.test(path);

it('holds what a user needs', () => {
  expect(tarball.files).toEqual(
    expect.arrayContaining([
      'package.json',
      'README.md',
      'CHANGELOG.md',
      'LICENSE',
      'dist/cdktf/lib/index.js',
      'dist/cdktf/lib/index.d.ts',
      'dist/cdktf/lib/providers/twilio/accepted.json',
      'dist/cdktf/lib/providers/twilio/request.jsonnet',
      'dist/cli/THIRD_PARTY_NOTICES.txt',
      'dist/cli/sms-courier.js',
      'dist/local/dev.js',
      'dist/local/ledger-process.js',
      'dist/local/page/index.html',
      'dist/local/queue-process.js',
      'dist/local/runtime.js',
      'dist/local/THIRD_PARTY_NOTICES.txt',
      'dist/client/client/index.d.ts',
      'dist/client/client/index.js',
      'dist/function/index.js',
      'dist/function/check.js',
      'dist/function/courier.js',
      'dist/function/cognito.js',
      'dist/function/dead-letters.js',
      'dist/function/ingress.js',
      'dist/function/jsonnet-worker.js',
      'dist/function/templates.js',
      'dist/function/jsonnet.wasm',
      'dist/function/THIRD_PARTY_NOTICES.txt',
    ]),
  );
});

it('holds nothing that a user has no use for: no source, test or tool', () => {
  const known = [
    /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
    /^dist\/cdkt[fn]\/(lib|lambda)\/.*\.(js|d\.ts)$/,
    /^dist\/cli\/(sms-courier\.js|aws-clients\.js|THIRD_PARTY_NOTICES\.txt)$/,
    /^dist\/(cdkt[fn]\/lib\/providers|cli)\/[\w-]+\/((request|response)\.jsonnet|accepted\.json)$/,
    /^dist\/client\/(client\/\w+|lambda\/contract)\.(js|d\.ts)$/,
    /^dist\/function\/((index|courier|templates|sns|sms-voice|ingress|cognito|dead-letters|jsonnet-worker|check)\.js|jsonnet\.wasm|THIRD_PARTY_NOTICES\.txt)$/,
    /^dist\/local\/(dev|ledger-process|queue-process|runtime)\.js$/,
    /^dist\/local\/(THIRD_PARTY_NOTICES\.txt|page\/(index\.html|assets\/(index|icon)-[\w-]+\.(js|css|svg)))$/,
  ];
  expect(tarball.files.filter((path) => !known.some((pattern) => pattern.test(path)))).toEqual([]);
});

it('holds the same for cdktf and for cdktn', () => {
  const cdktf = tarball.files.filter(compiled);
  expect(cdktf.length).toBeGreaterThan(20);
  expect(tarball.files.filter((path) => path.startsWith('dist/cdktn/'))).toEqual(
    tarball.files
      .filter((path) => path.startsWith('dist/cdktf/'))
      .map((path) => path.replace('dist/cdktf/', 'dist/cdktn/')),
  );
});

it.each([
  ['cdktf', /["'](?:@cdktn\/|cdktn["'/])/],
  ['cdktn', /["'](?:@cdktf\/|cdktf["'/])/],
])('names no module of the other CDK in what is for %s', (cdk, other) => {
  const files = tarball.files.filter((path) => path.startsWith(`dist/${cdk}/`));
  expect(files.filter((path) => other.test(readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
});

it('runs a courier on this machine with nothing installed beside it', async () => {
  const folder = join(directory.path, 'alone');
  mkdirSync(folder);
  execFileSync('tar', ['-xzf', tarball.path, '-C', folder]);
  const config = join(folder, 'courier.json');
  writeFileSync(config, courier().toCourierJson());
  const command = join(folder, 'package/dist/cli/sms-courier.js');
  const dev = spawn(process.execPath, [command, 'dev', '--config', config, '--port', '24760', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(dev.stdout, 'data');
    const { inbox } = JSON.parse(String(line));
    const send = ['send', '--inbox', inbox, '--to', '+4915112345678', '--body', 'alone', '--wait', '60s', '--json'];
    const arrived = JSON.parse(execFileSync(process.execPath, [command, ...send], { encoding: 'utf8' }));
    expect(arrived).toMatchObject({ text: 'alone', provider: 'twilio' });
    expect(await (await fetch(inbox)).text()).toContain('<title>SMS inbox</title>');
  } finally {
    dev.kill('SIGINT');
    await once(dev, 'close');
  }
});

it('checks configurations without a network', () => {
  const checker = readFileSync(join(ROOT, 'dist/function/check.js'), 'utf8');
  const required = [...checker.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
  expect(required).toContain('node:fs');
  // node:net is there for its address arithmetic
  const network = ['tls', 'http', 'https', 'http2', 'dgram', 'dns'].flatMap((name) => [
    name,
    `node:${name}`,
    `node:${name}/promises`,
  ]);
  expect(required.filter((name) => network.includes(name as string))).toEqual([]);
  expect(checker).not.toMatch(/\bfetch\(|\bcreateConnection\(|\bnew [\w.]+\.Socket\(/);
});
