import { spawn } from 'node:child_process';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { startLocalCourier } from '../../local/courier';
import type { LocalCourier } from '../../local/local-courier';
import { COMMAND, operatorEnvironment, start } from '../commands/support';
import { SECRET, synthesizeCourier } from '../local/synth';
import { type Moto, startMoto } from './support/moto';

/** The courier runs here, Parameter Store is moto. */
let courier: LocalCourier;
let moto: Moto;
let env: Record<string, string>;

const VALUE = 'canarySecret81Lm2';

beforeAll(async () => {
  moto = await startMoto();
  courier = await startLocalCourier(synthesizeCourier());
  env = { ...operatorEnvironment(courier), AWS_ENDPOINT_URL_SSM: moto.url };
});
afterAll(async () => {
  await courier?.stop();
  await moto?.stop();
});

const secrets = (args: readonly string[], input?: string) =>
  start(['secrets', ...args, '--function', courier.functionName], env, input).finished;

async function stored(): Promise<object | undefined> {
  const ssm = new SSMClient({
    region: 'eu-central-1',
    endpoint: moto.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return (await ssm.send(new GetParameterCommand({ Name: SECRET, WithDecryption: true }))).Parameter;
}

it('check tells what the courier reads, and that nothing is known yet of when it changed', async () => {
  const { code, stdout } = await secrets(['check']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^PROVIDER +NAME +VALUE +CHANGED +KEPT IN\ntwilio +AUTH_TOKEN +readable +- +\/sms\/twilio\/auth_token\n$/,
  );
});

it('put stores what comes on standard input, as a SecureString, and shows nothing of it', async () => {
  const { code, stdout, stderr } = await secrets(['put', 'AUTH_TOKEN'], `${VALUE}\n`);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\/sms\/twilio\/auth_token has version 1 now; /);
  expect(stdout).not.toContain(VALUE);
  expect(await stored()).toMatchObject({ Value: VALUE, Type: 'SecureString', Version: 1 });
});

it('put takes the parameter’s name as well, and a key, over what was there', async () => {
  const args = ['put', SECRET, '--provider', 'twilio', '--key-id', 'alias/aws/ssm'];
  expect((await secrets(args, `${VALUE}2`)).stdout).toContain('version 2');
  expect(await stored()).toMatchObject({ Value: `${VALUE}2`, Version: 2 });
});

it('check tells when it was changed', async () => {
  const { stdout } = await secrets(['check', '--json']);
  const [told] = JSON.parse(stdout);
  expect(told).toMatchObject({ provider: 'twilio', name: 'AUTH_TOKEN', parameter: SECRET, readable: true });
  expect(Date.parse(told.changed_at)).toBeGreaterThan(Date.now() - 3_600_000);
  expect(stdout).not.toContain(VALUE);
});

it('put asks at a terminal, and echoes nothing', async () => {
  const command = `${process.execPath} ${COMMAND} secrets put AUTH_TOKEN --function ${courier.functionName}`;
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { env: { ...process.env, ...env } });
  let shown = '';
  terminal.stdout.on('data', (chunk) => {
    if (!shown.includes('Value of') && String(chunk).includes('Value of')) terminal.stdin.write(`${VALUE}3\r`);
    shown += chunk;
  });
  const code = await new Promise((resolve) => terminal.once('close', resolve));
  terminal.stdin.end();
  expect([code, shown]).toEqual([0, expect.stringContaining('has version 3 now')]);
  expect(shown).not.toContain(VALUE);
  expect(await stored()).toMatchObject({ Value: `${VALUE}3` });
});

it.each([
  [['put', 'API_KEY'], VALUE, 'the courier reads no secret "API_KEY": it reads AUTH_TOKEN of twilio'],
  [['put', 'AUTH_TOKEN', '--provider', 'vonage'], VALUE, 'reads no secret "AUTH_TOKEN" of provider vonage'],
  [['put', 'AUTH_TOKEN'], '\n', 'the value is empty'],
  [['put', 'AUTH_TOKEN'], ` ${VALUE}\n`, 'white space around it'],
  [['put', 'AUTH_TOKEN'], `${VALUE}\n${VALUE}\n`, 'several lines'],
  [['put', 'AUTH_TOKEN'], VALUE.repeat(300), 'bytes: a parameter holds 4096'],
])('refuses %j with exit code 2, and repeats no value', async (args, input, message) => {
  const { code, stdout, stderr } = await secrets(args, input);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(stdout + stderr).not.toContain(VALUE);
});
