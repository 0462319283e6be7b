import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../deploy/support/temporary';
import { Consumer, MODULE_RESOLUTIONS } from './support/consumer';
import { pack } from './support/pack';

const directory = temporaryDirectory('package-client');
let consumer: Consumer;

beforeAll(async () => {
  const { path } = await pack(directory.path);
  const dependencies = { typescript: '5.9.3', '@types/node': '20.19.43' };
  consumer = new Consumer(directory.path, { title: 'backend', cdk: 'cdktf', dependencies });
  consumer.add('backend.ts');
  await consumer.install(path);
});
afterAll(() => directory.remove());

it.each(MODULE_RESOLUTIONS)('compiles and runs in a backend, with module resolution %s', async (resolution) => {
  await consumer.compile(resolution);
  const { stdout } = await consumer.node('backend', [`${resolution}/backend.js`]);
  expect(JSON.parse(stdout)).toEqual({
    requests: [
      ['courier', 'send'],
      ['courier', 'status'],
      ['courier', 'send'],
    ],
    state: 'sent',
    known: 0,
    invalid: true,
    lacking: expect.stringContaining('@aws-sdk/client-lambda cannot be loaded: install it'),
    packages: ['cdktf-sms-courier'],
  });
});

it('has what it imports by name for ES modules, too', async () => {
  const { stdout } = await consumer.node('import', [
    '--input-type=module',
    '--eval',
    "import { SmsCourierClient, InvalidMessage } from 'cdktf-sms-courier/client'; console.log(SmsCourierClient.name, InvalidMessage.name);",
  ]);
  expect(stdout.trim()).toBe('SmsCourierClient InvalidMessage');
});

it('installs neither CDK', () => {
  for (const name of ['cdktf', 'cdktn', '@cdktf', '@cdktn', '@aws-sdk'])
    expect(existsSync(join(consumer.directory, 'node_modules', name))).toBe(false);
});
