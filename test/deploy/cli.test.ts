import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REGION } from './app/settings';
import { Account } from './support/aws';
import { type Moto, startMoto } from './support/moto';
import { environment, run } from './support/process';
import { ROOT } from './support/synthesize';
import { temporaryDirectory } from './support/temporary';
import { terraformVariables } from './support/terraform';

/** The quickstart as it stands, in a project of its own. */
const CLI = 'cdktf-cli@0.21';
const MODULES = ['cdktf', 'constructs', '@cdktf/provider-aws', 'tsx'];

const directory = temporaryDirectory('cli');
const tools = join(directory.path, 'tools');
const project = join(directory.path, 'project');

let moto: Moto;
let account: Account;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const variables = terraformVariables(directory.path);
  mkdirSync(tools);
  writeFileSync(join(tools, 'package.json'), '{ "private": true }');
  await run({
    title: `npm install ${CLI}`,
    file: 'npm',
    args: ['install', '--prefer-offline', '--no-audit', '--no-fund', CLI],
    cwd: tools,
    env: environment(),
    timeoutMs: 240_000,
  });
  createProject();
  moto = await startMoto();
  account = new Account(moto.url);
  env = environment({
    ...variables,
    CI: '1',
    CDKTF_HOME: join(directory.path, 'home'),
    // else it links the provider into a cache in the user's home
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    // the quickstart names no endpoint: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    AWS_ENDPOINT_URL: moto.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});

afterAll(async () => {
  await moto?.stop();
  directory.remove();
});

function createProject(): void {
  mkdirSync(project);
  copyFileSync(join(ROOT, 'examples/quickstart/main.ts'), join(project, 'main.ts'));
  writeFileSync(
    join(project, 'cdktf.json'),
    JSON.stringify({
      language: 'typescript',
      app: 'node --import tsx main.ts',
      projectId: 'cli-test',
      sendCrashReports: 'false',
    }),
  );
  link('cdktf-sms-courier', ROOT);
  for (const name of MODULES) link(name, join(ROOT, 'node_modules', name));
}

function link(name: string, target: string): void {
  const path = join(project, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'dir');
}

function cdktf(...args: string[]) {
  return run({
    title: `cdktf ${args[0]}`,
    file: join(tools, 'node_modules/.bin/cdktf'),
    args,
    cwd: project,
    env,
    timeoutMs: 280_000,
  });
}

it('deploys the quickstart by cdktf deploy', async () => {
  // without the flag the CLI asks Terraform's registry for hashes, and takes no mirror for an answer
  await cdktf('deploy', '--auto-approve', '--skip-provider-lock', 'quickstart');
  const inventory = await account.inventory([REGION]);
  const name = /^function (quickstart-Sms-[0-9a-f]{8})$/m.exec(inventory.join('\n'))?.[1];
  expect(inventory).toEqual(
    [
      `queue ${name}-queue`,
      `queue ${name}-dead-letters`,
      `table ${name}-ledger`,
      `function ${name}`,
      `mapping of ${name}-queue`,
      `log group /aws/lambda/${name}`,
      `role ${name}`,
      `rule ${name}-redact`,
    ].sort(),
  );
});

it('leaves nothing after cdktf destroy', async () => {
  await cdktf('destroy', '--auto-approve', 'quickstart');
  expect(await account.inventory([REGION])).toEqual([]);
});
