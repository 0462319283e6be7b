import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG_VERSION } from '../../lambda/config';
import { SmsProvider } from '../../lib';
import { KINDS } from '../../lib/providers/known';
import * as registry from '../../lib/providers/registry';
import { configOf, fixtures, withSecrets } from '../providers/support';

const COMMAND = join(__dirname, '../../dist/cli/sms-courier.js');
const folder = mkdtempSync(join(tmpdir(), 'sms-courier-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], input: unknown = '') {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { input: text, encoding: 'utf8' });
  return { status, stderr, output: JSON.parse(stdout || 'null') };
}

const factories = SmsProvider as unknown as Readonly<Record<string, (props: unknown) => SmsProvider>>;

interface RequestFixture {
  readonly props: object;
  readonly message: object;
}

interface ResponseFixture {
  readonly response: { readonly status: number; readonly body: unknown };
  readonly outcome: { readonly outcome: string };
}

describe.each(Object.entries(registry).map(([name, kind]) => [kind.id, name] as const))('%s', (id, name) => {
  const [, { props, message }] = fixtures<RequestFixture>(id, 'request')[0] as [string, RequestFixture];
  const answers = fixtures<ResponseFixture>(id, 'response').map(([, fixture]) => fixture);
  const { response } = answers.find(({ outcome }) => outcome.outcome === 'accepted') as ResponseFixture;

  it('is previewed, and judges with a configuration or without', () => {
    const provider = (factories[name] as (props: unknown) => SmsProvider)(withSecrets(props));
    const config = join(folder, `${id}.json`);
    const delivery = { maxAttempts: 3, onAmbiguous: 'retry', defaultTtlSeconds: 3600, queueDays: 2, ledgerDays: 30 };
    const courier = { version: CONFIG_VERSION, courier: 'test/Sms', allowedCountries: ['*'], delivery };
    writeFileSync(config, JSON.stringify({ ...courier, providers: [configOf(provider)] }));
    const preview = run(['preview', '--config', config, '--message', '-'], message);
    expect([preview.status, preview.stderr, preview.output.provider]).toEqual([0, '', provider.id]);
    const judge = ['judge', '--provider', id, '--status', String(response.status), '--body', '-'];
    for (const more of [[], ['--config', config]]) {
      const { status, stderr, output } = run([...judge, ...more], response.body);
      expect([status, stderr, output.outcome, output.message_id]).toEqual([0, '', 'accepted', expect.any(String)]);
    }
  });
});

it('lists every service with the props that it must be given, and any other', () => {
  const { status, output } = run(['providers', '--json']);
  const known = KINDS.map(({ id, channel, title, requiredProps }) => ({ id, channel, title, requiredProps }));
  expect([status, output]).toEqual([
    0,
    [...known, expect.objectContaining({ id: 'http', requiredProps: ['url', 'body'] })],
  ]);
});

it('judges any other service by its status, and names those that it knows where the id is none', () => {
  const judged = run(['judge', '--provider', 'http', '--status', '503', '--body', '-']);
  expect([judged.status, judged.output.outcome]).toEqual([1, 'ambiguous']);
  const unknown = run(['judge', '--provider', 'nobody', '--status', '200', '--body', '-']);
  expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining('no provider "nobody": use one of ')]);
});
