import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SmsProvider, SmsSecret } from '../../lib';
import { serve } from '../../local/http';
import { version } from '../../package.json';
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
  /** Where it was to be, and perhaps is. */
  readonly port: number;
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
  return { port, inbox: JSON.parse(String(line)).inbox, process };
}

const setFault = (inbox: string, provider: string, fault: object | null) =>
  fetch(`${inbox}/api/providers/${provider}/fault`, { method: 'PUT', body: JSON.stringify(fault) });

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

test('what a killed courier was at is sent by the next one', async () => {
  const folder = temporaryFolder();
  const stackDirectory = stack();
  const first = await dev('--stack', stackDirectory, '--data', folder);
  await setFault(first.inbox, 'twilio', { kind: 'down' });
  await setFault(first.inbox, 'vonage', { kind: 'down' });
  await run('send', '--inbox', first.inbox, '--to', '+4915112345678', '--body', 'still open', '--id', 'open');
  first.process.child.kill('SIGKILL');
  await first.process.finished;

  const second = await dev('--stack', stackDirectory, '--data', folder);
  const arrived = await run('wait', '--inbox', second.inbox, '--to', '+4915112345678', '--timeout', '60s', '--json');
  expect(JSON.parse(arrived.stdout)).toMatchObject({ id: 'open', text: 'still open' });
});

test('the first interruption waits for what is at work and says so, the second does not wait', async () => {
  const { inbox, process } = await dev('--stack', stack());
  for (const provider of ['twilio', 'vonage']) await setFault(inbox, provider, { kind: 'slow', delay_ms: 120_000 });
  await run('send', '--inbox', inbox, '--to', '+4915112345678', '--body', 'slow', '--id', 'slow');
  await eventually(async () => {
    const { tries } = (await (await fetch(`${inbox}/api/messages/slow`)).json()) as { tries: unknown[] };
    return tries.length > 0;
  }, 'a provider is asked');
  let stderr = '';
  process.child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  process.child.kill('SIGINT');
  await eventually(() => stderr.includes('Ctrl-C again ends it at once'), 'it says what it waits for');
  expect(process.child.exitCode).toBeNull();
  process.child.kill('SIGINT');
  expect((await process.finished).code).toBe(0);
});

test('a second courier takes the next port, and says how to reach it', async () => {
  const { port: taken } = await dev('--stack', stack());
  const second = start(['dev', '--stack', stack(), '--port', String(taken)], { PATH: String(process.env['PATH']) });
  running.push(second);
  let stdout = '';
  second.child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  await eventually(() => stdout.includes('Ctrl-C ends it'), 'its addresses');
  expect(stdout).toContain(`inbox       http://127.0.0.1:${taken + 1}`);
  expect(stdout).toContain(`Give send and wait --inbox http://127.0.0.1:${taken + 1}: by default they ask 4500.`);
});

test('send tells why a message does not arrive, as soon as that is known', async () => {
  const { inbox } = await dev('--stack', stack());
  const send = (...args: string[]) => run('send', '--inbox', inbox, '--wait', '5m', ...args);
  // a number of Twilio's that takes no texts: https://www.twilio.com/docs/iam/test-credentials
  const refused = await send('--to', '+15005550009', '--body', 'refused', '--id', 'refused');
  expect([refused.code, refused.stdout, refused.stderr]).toEqual([
    1,
    '',
    expect.stringMatching(/^refused has not arrived: failed: invalid_recipient: ./),
  ]);
  const invalid = await send('--to', 'nobody', '--body', 'invalid', '--json');
  expect([invalid.code, JSON.parse(invalid.stdout)]).toMatchObject([
    1,
    { to: 'nobody', state: 'failed', arrived_at: null },
  ]);
  // another message to that number is another message
  const [one, other] = await Promise.all([
    send('--to', '+4915112345678', '--body', 'one'),
    send('--to', '+4915112345678', '--body', 'other'),
  ]);
  expect([one?.stdout, other?.stdout]).toEqual(['arrived by twilio: one\n', 'arrived by twilio: other\n']);
});

test('what answers in the place of an inbox is said to be none', async () => {
  const other = await serve((_request, response) => void response.end('<!doctype html>'));
  try {
    const finished = await run('wait', '--to', '+4915112345678', '--inbox', other.origin);
    expect([finished.code, finished.stderr]).toEqual([
      2,
      `sms-courier: what answers at ${other.origin} is no inbox: name its address with --inbox\n`,
    ]);
  } finally {
    await other.close();
  }
});

test('tells its version', async () => {
  expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([
  [['dev', '--config', __dirname], `--config ${__dirname} cannot be read: EISDIR`],
  [['dev', '--config', __filename], 'this is no courier.json of version 1'],
  [['dev', '--stack', 'x', '--secrets', 'nowhere'], 'nowhere cannot be read: ENOENT'],
  [
    ['wait', '--to', '+4915112345678', '--timeout', 'long'],
    '--timeout long: give a time up to 5m, such as 10s or 500ms',
  ],
  [['send', '--to', '+491', '--body', 'x', '--wait', '9h'], '--wait 9h: give a time up to 5m'],
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
