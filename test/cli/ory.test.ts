import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CREDENTIALS, GOOD_CONFIGS, ORY_CONFIGS, oryConfig } from '../support/ory';

const ROOT = join(__dirname, '../..');
const COMMAND = join(ROOT, 'dist/cli/sms-courier.js');
const folder = mkdtempSync(join(tmpdir(), 'sms-courier-ory-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [COMMAND, 'ory', ...args], { input, encoding: 'utf8', env: {}, cwd: folder });
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const config = (name: string) => join(ORY_CONFIGS, name);

describe('import', () => {
  it('prints TypeScript, and its report beside it', () => {
    const { status, stdout, stderr } = run(['import', config('vonage.yaml')]);
    expect(status).toBe(0);
    expect(stdout).toContain("VONAGE_API_SECRET: SmsSecret.fromSsmParameter('/sms/vonage/api_secret')");
    expect(stderr).toMatch(/^taken +vonage\.yaml:5: courier\.channels\[0\]\.request_config is provider vonage/);
    expect(stderr).toContain('aws ssm put-parameter --name /sms/vonage/api_secret --type SecureString');
    expect(CREDENTIALS.filter((credential) => (stdout + stderr).includes(credential))).toEqual([]);
  });

  it('reads standard input', () => {
    const { status, stdout } = run(['import', '-', '--cdktn'], readFileSync(config('sinch.yaml'), 'utf8'));
    expect([status, stdout]).toEqual([0, expect.stringContaining("from 'cdktf-sms-courier/cdktn';")]);
  });

  it('what it writes compiles, is formatted, and is what OryConfig gives', () => {
    const project = join(folder, 'project');
    mkdirSync(join(project, 'node_modules'), { recursive: true });
    symlinkSync(ROOT, join(project, 'node_modules/cdktf-sms-courier'));
    for (const name of ['@cdktf', 'cdktf', 'constructs']) {
      symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
    }
    const modules = GOOD_CONFIGS.map((name) => name.replace(/\.\w+$/, ''));
    GOOD_CONFIGS.forEach((name, index) => {
      const out = join(project, `${modules[index]}.ts`);
      expect(run(['import', config(name), '--out', out])).toMatchObject({ status: 0, stdout: '' });
      const code = readFileSync(out, 'utf8');
      const biome = join(ROOT, 'node_modules/.bin/biome');
      const options = { cwd: ROOT, input: code, encoding: 'utf8' } as const;
      expect(execFileSync(biome, ['format', '--stdin-file-path=examples/sms.ts'], options)).toBe(code);
    });
    const main = [
      "import { TerraformStack, Testing } from 'cdktf';",
      "import { SmsCourier } from 'cdktf-sms-courier';",
      ...modules.map((name, index) => `import { ory as ory${index} } from './${name}';`),
      `const all = [${modules.map((_, index) => `ory${index}`).join(', ')}];`,
      // for the compiler: these are the props of a courier
      'export const create = () => all.map((ory) =>',
      "  new SmsCourier(new TerraformStack(Testing.app(), 'stack'), 'Sms', { ...ory, allowedCountries: ['DE'] }));",
      'process.stdout.write(JSON.stringify(all));',
    ];
    writeFileSync(join(project, 'main.ts'), main.join('\n'));
    const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
    const compiler = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', '--target', 'es2022'];
    const resolution = ['--module', 'commonjs', '--moduleResolution', 'bundler', '--esModuleInterop'];
    execFileSync(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), ...compiler, ...resolution, ...types, 'main.ts'],
      { cwd: project, stdio: 'pipe' },
    );
    const tsx = require.resolve('tsx');
    const printed = execFileSync(process.execPath, ['--import', tsx, 'main.ts'], { cwd: project, encoding: 'utf8' });
    const written: object[] = JSON.parse(printed);
    expect(written.map((props) => ({ templates: {}, ...props }))).toEqual(
      JSON.parse(JSON.stringify(GOOD_CONFIGS.map((name) => ({ ...oryConfig(name) })))),
    );
  }, 120_000);

  it('writes its own file anew, and no other', () => {
    const out = join(folder, 'sms.ts');
    expect(run(['import', config('sinch.yaml'), '--out', out]).status).toBe(0);
    expect(run(['import', config('plivo.yaml'), '--out', out]).status).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain("id: 'plivo'");
    const mine = file('mine.ts', 'export const mine = 1;\n');
    const { status, stderr } = run(['import', config('sinch.yaml'), '--out', mine]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('is there and was not written by this command')]);
    expect(readFileSync(mine, 'utf8')).toBe('export const mine = 1;\n');
  });

  it.each([
    ['a configuration without SMS', [config('smtp-only.yaml')], 1, /smtp-only\.yaml:2: courier sends no SMS/],
    ['no YAML', [config('bad-yaml.yaml')], 1, /bad-yaml\.yaml:9: is not YAML/],
    ['a file that is not there', ['nowhere.yaml'], 2, /the Ory configuration nowhere\.yaml cannot be read: ENOENT/],
    ['no file', [], 2, /missing required argument 'file'/],
    [
      'a folder that is not there',
      [config('sinch.yaml'), '--out', 'no/where.ts'],
      2,
      /--out no\/where\.ts cannot be written: ENOENT/,
    ],
  ])('%s: exits with the code of the others', (_, args, code, reason) => {
    const { status, stdout, stderr } = run(['import', ...args]);
    expect([status, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(reason);
  });

  describe('--download', () => {
    const snippet = 'function(ctx) { to: ctx.recipient, text: ctx.body }\n';
    const sha512 = createHash('sha512').update(snippet).digest('hex');
    const tls = (name: string) => readFileSync(join(ROOT, 'test/fixtures/tls', name));
    const server = createServer({ key: tls('key.pem'), cert: tls('cert.pem') }, ({ url }, response) => {
      if (url === `/${sha512}.jsonnet` || url === `/${'0'.repeat(128)}.jsonnet`) response.end(snippet);
      else if (url === '/login.gotmpl?signature=abc') response.end('{{ .LoginCode }}');
      else if (url === '/long.jsonnet') response.end('x'.repeat(64 * 1024 + 1));
      else response.writeHead(404).end();
    });
    const names = file(
      'names.js',
      "require('node:dns').lookup = (_, options, done) => done(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4);",
    );
    let origin = '';
    beforeAll(async () => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      // the certificate's name, which leads here in the command's process
      origin = `https://sms.internal:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => server.close());

    async function importWith(path: string, ...options: string[]) {
      const text = `
courier:
  channels:
    - { id: sms, type: http, request_config: { url: https://sms.example.com, method: POST, body: '${origin}/${path}' } }
  templates: { login_code: { valid: { sms: { body: { plaintext: '${origin}/login.gotmpl?signature=abc' } } } } }
`;
      // the server is in this process, which must not wait for the command
      const args = ['--require', names, COMMAND, 'ory', 'import', file('remote.yaml', text), ...options];
      const child = spawn(process.execPath, args, {
        env: { NODE_EXTRA_CA_CERTS: join(ROOT, 'test/fixtures/tls/cert.pem') },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk));
      const [status] = await once(child, 'close');
      return { status, stdout, stderr: stderr.replaceAll(origin, '<origin>') };
    }

    it('fetches what the configuration names by https', async () => {
      const { status, stdout } = await importWith(`${sha512}.jsonnet`, '--download');
      expect([status, stdout]).toEqual([0, expect.stringContaining("body: 'function(ctx) { to: ctx.recipient")]);
      expect(stdout).toContain("login_code: '{{ .LoginCode }}'");
    });

    it('is asked for, and named where it is missing', async () => {
      const { status, stderr } = await importWith(`${sha512}.jsonnet`);
      expect([status, stderr]).toEqual([1, expect.stringContaining('let `sms-courier ory import --download` do so')]);
      expect(stderr).not.toContain('signature');
    });

    it.each([
      ['what is not there', 'nowhere.jsonnet', '<origin>/nowhere.jsonnet cannot be downloaded: HTTP 404'],
      ['what is too long', 'long.jsonnet', '<origin>/long.jsonnet is 65537 bytes: at most 65536 are taken'],
      ['what is not what its name says', `${'0'.repeat(128)}.jsonnet`, 'does not hold what its name, a SHA-512, says'],
    ])('refuses %s', async (_, path, problem) => {
      const { status, stdout, stderr } = await importWith(path, '--download');
      expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(problem)]);
    });
  });
});

describe('export', () => {
  const url = 'https://abc123.execute-api.eu-central-1.amazonaws.com';

  it('prints the courier for Ory, and the way there', () => {
    const { status, stdout, stderr } = run(['export', '--url', url]);
    expect(status).toBe(0);
    expect(parse(stdout).courier.channels).toMatchObject([
      { id: 'sms', type: 'http', request_config: { url: `${url}/ory`, auth: { type: 'api_key' } } },
    ]);
    expect(stderr).toMatchSnapshot();
  });

  it('basic auth, at a source with an id of its own', () => {
    const args = ['--url', url, '--source', 'ory-eu', '--auth', 'basic_auth', '--user', 'kratos'];
    const { stdout, stderr } = run(['export', ...args]);
    expect(parse(stdout).courier.channels[0].request_config.url).toBe(`${url}/ory-eu`);
    expect(parse(stdout).courier.channels[0].request_config.auth).toEqual({
      type: 'basic_auth',
      config: { user: 'kratos', password: '{$INGRESS_KEY}' },
    });
    expect(stderr).toContain("belongs the password of the courier's ingress");
  });

  it('writes a whole configuration to a file that only its owner may read, and shows nothing of it', () => {
    const out = join(folder, 'updated.yaml');
    // as a first try without credentials may have left it
    writeFileSync(out, '', { mode: 0o644 });
    const { status, stdout, stderr } = run([
      'export',
      '--url',
      url,
      '--config',
      config('network-twilio.yaml'),
      '--out',
      out,
    ]);
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toContain(`--file ${out}`);
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(parse(readFileSync(out, 'utf8'))).toMatchObject({
      courier: { channels: [{ request_config: { url: `${url}/ory` } }], message_retries: 5 },
      selfservice: { methods: { code: { enabled: true } } },
    });
    expect(run(['import', out])).toMatchObject({ status: 0, stdout: expect.stringContaining(`url: '${url}/ory'`) });
  });

  it.each([
    ['no url', [], 2, /required option '--url <ingressUrl>' not specified/],
    ['a url that is none', ['--url', 'here'], 2, /--url "here" is no absolute url/],
    ['an auth that Ory has not', ['--url', url, '--auth', 'hmac'], 2, /--auth is "hmac": use api_key or basic_auth/],
    ['a source that is a path', ['--url', url, '--source', 'v1/ory'], 2, /--source is "v1\/ory": use 1 to 32/],
    ['a user with a colon', ['--url', url, '--auth', 'basic_auth', '--user', 'a:b'], 2, /--user is "a:b"/],
    ['a configuration for the terminal', ['--url', url, '--config', config('sinch.yaml')], 2, /--config needs --out/],
    [
      'a configuration over itself',
      ['--url', url, '--config', 'a.yaml', '--out', './a.yaml'],
      2,
      /is the configuration itself/,
    ],
    [
      'a configuration without courier',
      ['--url', url, '--config', config('not-ory.yaml'), '--out', 'o.yaml'],
      1,
      /not-ory\.yaml:1: has no courier/,
    ],
  ])('%s: exits with the code of the others', (_, args, code, reason) => {
    const { status, stdout, stderr } = run(['export', ...args]);
    expect([status, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(reason);
  });
});
