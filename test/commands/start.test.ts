import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { MessageList, Story } from '../../local/inbox/api';
import { eventually, temporaryFolder, writeJson } from '../local/support';

const ROOT = join(__dirname, '..', '..');

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  /** Exit code, or the signal. */
  readonly ended: Promise<number | string>;
}

const runs: Run[] = [];

function start(...args: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts', ...args], { cwd: ROOT, stdio: 'pipe' });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk));
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  const run = { child, output: () => output, errors: () => errors, ended };
  runs.push(run);
  return run;
}

afterEach(() => {
  for (const { child } of runs.splice(0)) child.kill('SIGKILL');
});

/** The processes that a run has started: queue and environments. */
function processIds(output: string): number[] {
  return [...output.matchAll(/process(?:es)? ([\d, ]+)$/gm)].flatMap(([, ids]) => (ids ?? '').split(', ').map(Number));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Rows of the table: phone, provider, text. */
function table(output: string): string[][] {
  return output
    .split('\n')
    .filter((line) => /^\+\d+ +\w+ +\d+ ms/.test(line))
    .map((line) => (/^(\+\d+) +(\w+) +\d+ ms +(.*)$/.exec(line) ?? []).slice(1));
}

test("delivers Ory's examples, says so and leaves nothing behind", async () => {
  const run = start('--once');
  expect([await run.ended, run.errors()]).toEqual([0, '']);
  expect(run.output()).toContain('5 of 5 arrived');
  expect(table(run.output()).sort()).toEqual(
    [
      ['+4917667111638', 'twilio', 'Your login code is: 428193\\n\\nIt expires in 15 minutes.\\n\\n…'],
      ['+442079460958', 'twilio', 'Your verification code is: 650021\\n\\nIf this was not you, d…'],
      ['+14155552671', 'twilio', 'Your recovery code is: 918273\\n\\n@auth.example.com #918273'],
      ['+15551234567', 'twilio', 'A new sign-in method (device key) was added to your account…'],
      ['+4917667111638', 'twilio', 'Your login code is: 345678\\n\\nIt expires in 60 minutes.'],
    ].sort(),
  );
  const pids = processIds(run.output());
  expect(pids).toHaveLength(3);
  expect(pids.filter(isAlive)).toEqual([]);
});

test('delivers messages that did not exist before', async () => {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join('');
  const messages = Array.from({ length: 12 }, () => ({
    recipient: `+4917${digits(9)}`,
    body: `Code ${digits(6)} 😀 "ok"`,
  }));
  const file = writeJson(join(temporaryFolder(), 'messages.json'), messages);
  const run = start('--once', '--messages', file);
  expect([await run.ended, run.errors()]).toEqual([0, '']);
  expect(table(run.output()).sort()).toEqual(messages.map(({ recipient, body }) => [recipient, 'twilio', body]).sort());
});

test('names the message that did not arrive, and why', async () => {
  const file = writeJson(join(temporaryFolder(), 'messages.json'), {
    fine: { recipient: '+4917667111638', body: 'fine' },
    fraud: { recipient: '+8801712345678', body: 'limited' },
    landline: { recipient: '+15005550009', body: 'refused' },
    nobody: { body: 'invalid' },
  });
  const run = start('--once', '--messages', file);
  expect(await run.ended).toBe(1);
  expect(table(run.output())).toEqual([['+4917667111638', 'twilio', 'fine']]);
  expect(run.output()).toContain('1 of 4 arrived');
  expect(run.output()).toMatch(/missing: fraud, to \+8801712345678: limited: /);
  expect(run.output()).toMatch(/missing: landline, to \+15005550009: failed: invalid_recipient: 21614/);
  expect(run.output()).toMatch(/missing: nobody, to nobody: failed: invalid_message: recipient: missing/);
});

test('gives up when the queue dies', async () => {
  const run = start('--once');
  await eventually(() => processIds(run.output()).length > 0, 'the queue is running', 20_000);
  const [queue] = processIds(run.output());
  process.kill(queue as number, 'SIGKILL');
  expect(await run.ended).toBe(1);
  expect(run.errors()).toContain('the queue process ended (SIGKILL): its messages are gone');
  await eventually(() => processIds(run.output()).filter(isAlive).length === 0, 'no process is left');
});

test('runs on until it is interrupted, with the inbox at the address that it names', async () => {
  const run = start('--port', '24400');
  await eventually(() => run.output().includes('Ctrl-C ends it'), 'the table', 20_000);
  const inbox = /^inbox +(\S+)$/m.exec(run.output())?.[1];
  expect(await (await fetch(`${inbox}/`)).text()).toContain('<title>SMS inbox</title>');
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${inbox}/api/messages${path}`)).json()) as T;
  let stories: Story[] = [];
  // the last line of the log is later than the message
  await eventually(async () => {
    const { messages } = await ask<MessageList>('');
    stories = await Promise.all(messages.map(({ id }) => ask<Story>(`/${id}`)));
    return stories.length === 5 && stories.every(({ state }) => state === 'sent');
  }, 'all of them are sent');
  for (const story of stories)
    expect(story).toMatchObject({
      state: 'sent',
      provider: 'twilio',
      order: [{ id: 'twilio' }],
      tries: [{ outcome: 'accepted', request: { method: 'POST' }, response: { status: 201 } }],
    });
  const pids = processIds(run.output());
  expect(pids.filter(isAlive)).toEqual(pids);
  run.child.kill('SIGINT');
  expect([await run.ended, run.errors()]).toEqual([0, '']);
  expect(pids.filter(isAlive)).toEqual([]);
});

test('leaves no process behind even if it is killed', async () => {
  const run = start();
  await eventually(() => run.output().includes('Ctrl-C ends it'), 'the table', 20_000);
  run.child.kill('SIGKILL');
  await run.ended;
  await eventually(() => processIds(run.output()).filter(isAlive).length === 0, 'no process is left');
});

test('explains itself, and says what is wrong with its options', async () => {
  const help = start('--help');
  expect([await help.ended, help.output()]).toEqual([0, expect.stringContaining('--messages <file>')]);
  const folder = temporaryFolder();
  const wrong = [
    [['--messages', join(folder, 'none.json')], 'cannot read the messages: ENOENT'],
    [['--messages', writeJson(join(folder, 'empty.json'), [])], 'holds no messages'],
    [['--deadline', 'soon'], '--deadline soon: expected a number from 1 to 3600'],
    [['--unknown'], "Unknown option '--unknown'"],
  ] as const;
  await Promise.all(
    wrong.map(async ([args, error]) => {
      const run = start(...args);
      expect([await run.ended, run.errors()]).toEqual([1, expect.stringContaining(error)]);
    }),
  );
});
