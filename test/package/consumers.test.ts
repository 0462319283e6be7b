import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { progress } from '../deploy/support/process';
import { temporaryDirectory } from '../deploy/support/temporary';
import { Consumer, type ConsumerProject, MODULE_RESOLUTIONS } from './support/consumer';
import { pack } from './support/pack';

const TOOLS = { typescript: '5.9.3', '@types/node': '20.19.43', jest: '30.5.2', '@types/jest': '30.0.0' };

const PROJECTS: (ConsumerProject & { readonly awsVersion: string })[] = [
  {
    title: 'cdktf, AWS provider 5',
    cdk: 'cdktf',
    awsVersion: '5.100.0',
    dependencies: { cdktf: '0.21.0', '@cdktf/provider-aws': '20.1.0', constructs: '10.6.0', ...TOOLS },
  },
  {
    title: 'cdktf, AWS provider 6',
    cdk: 'cdktf',
    awsVersion: '6.25.0',
    dependencies: { cdktf: '0.21.0', '@cdktf/provider-aws': '21.22.1', constructs: '10.6.0', ...TOOLS },
  },
  {
    title: 'cdktn, AWS provider 6',
    cdk: 'cdktn',
    awsVersion: '6.66.0',
    dependencies: { cdktn: '0.24.0', '@cdktn/provider-aws': '25.7.0', constructs: '10.6.0', ...TOOLS },
  },
];

const directory = temporaryDirectory('package');
let tarball: string;

beforeAll(async () => {
  ({ path: tarball } = await pack(directory.path));
});

afterAll(() => directory.remove());

describe.each(PROJECTS)('$title', (project) => {
  let consumer: Consumer;

  beforeAll(async () => {
    consumer = new Consumer(directory.path, project);
    consumer.add('main.ts');
    consumer.add('no-network.ts');
    consumer.add('sms-test.ts', 'sms.test.ts');
    await consumer.install(tarball);
  });

  // half a gigabyte each
  afterAll(() => consumer.remove());

  it('installs without a conflict', async () => {
    await consumer.checkTree();
  });

  it.each(MODULE_RESOLUTIONS)('compiles and synthesizes with module resolution %s', async (resolution) => {
    await consumer.compile(resolution);
    const { facts, terraform, directory: stack } = await consumer.synthesize(resolution);
    expect(readdirSync(consumer.temporary).filter((name) => name.includes('sms-courier'))).toEqual([]);

    expect(facts.queueIsSqsQueue).toBe(true);
    const { cdk } = project;
    const other = cdk === 'cdktf' ? 'cdktn' : 'cdktf';
    expect(facts.packages).toEqual(expect.arrayContaining([cdk, `@${cdk}/provider-aws`, 'cdktf-sms-courier']));
    expect(facts.packages.filter((name) => name === other || name.startsWith(`@${other}/`))).toEqual([]);

    expect(terraform.terraform.required_providers.aws.version).toBe(project.awsVersion);
    const counts = Object.entries(terraform.resource).map(([type, all]) => [type, Object.keys(all).length]);
    expect(Object.fromEntries(counts)).toEqual({
      aws_cloudwatch_dashboard: 1,
      aws_cloudwatch_event_rule: 1,
      aws_cloudwatch_event_target: 1,
      aws_cloudwatch_log_group: 1,
      aws_cloudwatch_metric_alarm: 14,
      aws_dynamodb_table: 1,
      aws_iam_role: 2,
      aws_iam_role_policy: 3,
      aws_lambda_event_source_mapping: 1,
      aws_lambda_function: 1,
      aws_lambda_function_event_invoke_config: 1,
      aws_lambda_permission: 1,
      aws_sqs_queue: 2,
      aws_ssm_parameter: 1,
    });

    const [lambda] = Object.values(terraform.resource['aws_lambda_function'] ?? {});
    const zip = readFileSync(join(stack, String(lambda?.['filename'])));
    expect(createHash('sha256').update(zip).digest('base64')).toBe(lambda?.['source_code_hash']);
    const files = unzipSync(zip);
    expect(Object.keys(files).sort()).toEqual([
      'THIRD_PARTY_NOTICES.txt',
      'courier.js',
      'courier.json',
      'dead-letters.js',
      'index.js',
      'jsonnet-worker.js',
      'jsonnet.wasm',
      'templates.js',
    ]);
    const courierJson = Buffer.from(files['courier.json'] ?? []).toString('utf8');
    expect(courierJson).toBe(readFileSync(join(consumer.directory, 'courier.json'), 'utf8'));
    expect(JSON.parse(courierJson)).toMatchObject({
      courier: expect.stringMatching(/^backend-Sms-[0-9a-f]{8}$/),
      providers: [{ id: 'twilio' }, { id: 'gateway' }],
    });
  });

  it("passes a user's own Jest test, without network and credentials", async () => {
    await consumer.compile('node10');
    const { output } = await consumer.test('node10');
    expect(output).toMatch(/Tests: +4 passed, 4 total/);
    for (const [, figure] of output.matchAll(/^FIGURE (.*)$/gm)) progress(`[${project.title}] ${figure}`);
  });

  it('has what it imports by name for ES modules, too', async () => {
    const entry = project.cdk === 'cdktf' ? 'cdktf-sms-courier' : 'cdktf-sms-courier/cdktn';
    const { stdout } = await consumer.node('import', [
      '--input-type=module',
      '--eval',
      `import { SmsCourier, SmsProvider, SmsSecret } from '${entry}'; console.log(SmsCourier.name, typeof SmsProvider.twilio, SmsSecret.name);`,
    ]);
    expect(stdout.trim()).toBe('SmsCourier function SmsSecret');
  });

  it('has the command sms-courier', async () => {
    await consumer.compile('node10');
    await consumer.synthesize('node10');
    consumer.write('message.json', { recipient: '+4915112345678', body: 'Your code is 428193' });
    const { stdout } = await consumer.bin('sms-courier', [
      'preview',
      '--config',
      'courier.json',
      '--message',
      'message.json',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      provider: 'twilio',
      request: {
        method: 'POST',
        url: `https://api.twilio.com/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`,
        body: expect.stringContaining('To=%2B4915112345678'),
      },
    });
  });

  it('has one CDK installed', () => {
    const other = project.cdk === 'cdktf' ? 'cdktn' : 'cdktf';
    expect(existsSync(join(consumer.directory, 'node_modules', project.cdk))).toBe(true);
    expect(existsSync(join(consumer.directory, 'node_modules', other))).toBe(false);
    expect(existsSync(join(consumer.directory, 'node_modules', `@${other}`))).toBe(false);
  });
});
