import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SmsProvider, SmsSecret } from '../../lib';
import { eventually, temporaryFolder } from '../local/support';
import { synthesizeCourier, twilio } from '../local/synth';
import { courier } from '../support/stack';
import { type Running, start } from './support';

const PROVIDERS = [
  twilio(),
  SmsProvider.vonage({
    apiKey: 'abcd1234',
    apiSecret: SmsSecret.fromSsmParameter('/sms/vonage/api_secret'),
    from: 'ACME',
  }),
];

const stack = () => synthesizeCourier({ providers: PROVIDERS }).stackDirectory;

const running: Running[] = [];

afterEach(async () => {
  for (const { child, finished } of running.splice(0)) {
    child.kill('SIGKILL');
    await finished;
  }
});

interface Dev {
  readonly inbox: string;
  readonly process: Running;
}

let port = 24_700;

/** Starts `sms-courier dev` and waits for its addresses. */
async function dev(...args: string[]): Promise<Dev> {
  port += 20;
  const process = start(['dev', '--json', '--port', String(port), ...args], {
    PATH: String(globalThis.process.env['PATH']),
  });
  running.push(process);
  const [line] = await Promise.race([
    once(process.child.stdout as NodeJS.ReadableStream, 'data'),
    process.finished.then(({ stderr }) => Promise.reject(new Error(stderr))),
  ]);
  return { inbox: JSON.parse(String(line)).inbox, process };
}

const run = (...args: string[]) => start(args, {}).finished;

test('a stack runs without a secret that anybody has set; what is sent to it can be waited for; it ends when interrupted', async () => {
  const { inbox, process } = await dev('--stack', stack());
  const to = '+4915112345678';
  const data = '{"login_code":"428193","expires_in_minutes":10}';
  const waiting = run('wait', '--inbox', inbox, '--to', to, '--code', '--timeout', '60s');
  const sent = await run('send', '--inbox', inbox, '--to', to, '--template', 'login_code_valid', '--data', data);
  expect([sent.code, sent.stderr]).toEqual([0, '']);
  expect(await waiting).toEqual({ code: 0, stdout: '428193\n', stderr: '' });

  const id = sent.stdout.trim();
  await eventually(async () => {
    const story = (await (await fetch(`${inbox}/api/messages/${id}`)).json()) as { state: string };
    return story.state === 'sent';
  }, 'it is sent');
  const answer = await run('wait', '--inbox', inbox, '--to', to, '--json');
  expect(JSON.parse(answer.stdout)).toMatchObject({ id, to, code: '428193', state: 'sent', provider: 'twilio' });

  process.child.kill('SIGINT');
  expect(await process.finished).toMatchObject({ code: 0, stderr: '' });
});

test('a configuration runs without a stack; its inbox and what was not done are there after a restart', async () => {
  const folder = temporaryFolder();
  const config = join(folder, 'courier.json');
  writeFileSync(config, courier({ providers: PROVIDERS }).toCourierJson());
  const data = join(folder, 'inbox');
  const first = await dev('--config', config, '--data', data);
  const kept = await run(
    'send',
    '--inbox',
    first.inbox,
    '--to',
    '+4915112345678',
    '--body',
    'kept',
    '--id',
    'kept',
    '--wait',
    '60s',
  );
  expect(kept.stdout).toBe('arrived by twilio: kept\n');
  for (const provider of ['twilio', 'vonage'])
    await fetch(`${first.inbox}/api/providers/${provider}/fault`, { method: 'PUT', body: '{"kind":"down"}' });
  await run('send', '--inbox', first.inbox, '--to', '+4915112345678', '--body', 'still open', '--id', 'open');
  await eventually(async () => {
    const { tries } = (await (await fetch(`${first.inbox}/api/messages/open`)).json()) as { tries: unknown[] };
    return tries.length === 2;
  }, 'both providers were asked');
  first.process.child.kill('SIGTERM');
  expect((await first.process.finished).code).toBe(0);

  const second = await dev('--config', config, '--data', data);
  const arrived = await run(
    'wait',
    '--inbox',
    second.inbox,
    '--to',
    '+4915112345678',
    '--since',
    String(Date.now() - 60_000),
    '--timeout',
    '60s',
  );
  expect(arrived.code).toBe(0);
  await eventually(
    async () => {
      const { messages } = (await (await fetch(`${second.inbox}/api/messages`)).json()) as {
        messages: { id: string; state: string }[];
      };
      return messages.filter(({ id, state }) => state === 'sent' && ['open', 'kept'].includes(id)).length === 2;
    },
    'both are sent',
    60_000,
  );
});

test.each([
  [['dev', '--stack', 'nowhere'], 'nowhere/cdk.tf.json does not exist: synthesize the stack first'],
  [['dev', '--stack', 'a', '--config', 'b'], '--stack and --config: give one of them'],
  [['dev', '--example', 'none'], '--example none: there is no such example; there are'],
  [['dev', '--port', 'x'], '--port x: give a number from 1 to 65500'],
  [['send', '--to', '+491'], 'give --template, --body, or both'],
  [['send', '--to', '+491', '--template', 'x', '--data', '{'], '--data is not JSON'],
  [['wait', '--to', '+4915112345678', '--inbox', 'http://127.0.0.1:9'], 'no inbox at http://127.0.0.1:9'],
  [['wait', '--to', '+491', '--inbox', 'there'], '--inbox there: give an address such as http://127.0.0.1:4500'],
])('says what is wrong: %j', async (args, error) => {
  const finished = await run(...args);
  expect([finished.code, finished.stdout, finished.stderr]).toEqual([2, '', expect.stringContaining(error)]);
});

test('a live provider needs its secret, which is named as .env has it', async () => {
  await expect(dev('--stack', stack(), '--live', 'vonage')).rejects.toThrow(
    'provider vonage is live, and its secret API_SECRET has no value: set SMS_VONAGE_API_SECRET in .env',
  );
  await expect(dev('--stack', stack(), '--live', 'nobody')).rejects.toThrow(
    '--live nobody: the courier has no such provider, but twilio, vonage',
  );
});
