import { startLocalCourier } from '../../local/courier';
import type { LocalCourier } from '../../local/local-courier';
import { eventually as within } from '../local/support';
import { synthesizeCourier } from '../local/synth';
import { http } from '../support/stack';
import { FaultyProvider, operatorEnvironment, start } from './support';

// each run of the command is a process that waits for others
jest.setTimeout(120_000);
const eventually = (condition: Parameters<typeof within>[0], what: string) => within(condition, what, 60_000);

const provider = new FaultyProvider();
let courier: LocalCourier;
const ended: unknown[] = [];

beforeAll(async () => {
  const synthesized = synthesizeCourier({ providers: [http({ id: 'gateway' })] });
  courier = await startLocalCourier({ ...synthesized, emulators: [provider] });
  courier.events.on('log', ({ event, message_id }) => event === 'message' && ended.push(message_id));
});
afterAll(() => courier?.stop());

const status = (...args: string[]) =>
  start(['status', '--function', courier.functionName, ...args], operatorEnvironment(courier)).finished;

async function send(message: object): Promise<string> {
  const id = await courier.sendMessage({ body: 'Your code is 428193', ...message });
  await eventually(() => ended.includes(id), 'the message ends');
  return id;
}

it('tells of a message that was sent', async () => {
  const id = await send({ recipient: '+4917667111638', template_type: 'login_code_valid' });
  const { code, stdout } = await status(id);
  expect(code).toBe(0);
  for (const line of [/^id +\S{36}$/m, /^state +sent$/m, /^origin +queue$/m, /^provider +gateway$/m, /^attempts +1$/m])
    expect(stdout).toMatch(line);
  expect(JSON.parse((await status(id, '--json')).stdout)).toMatchObject({ messages: [{ id, state: 'sent' }] });
});

it('tells why a message failed, without what it said', async () => {
  provider.broken = true;
  const id = await send({ recipient: '+4917667111639' });
  provider.broken = false;
  const { code, stdout } = await status(id);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^state +failed$/m);
  expect(stdout).toMatch(/^outcome +bad_request$/m);
  expect(stdout).not.toContain('428193');
});

it('tells of the latest to a phone number, in a table', async () => {
  const ids = [await send({ recipient: '+4917667111640' }), await send({ recipient: '+49 176 671 116 40' })];
  const { code, stdout } = await status('--to', '+4917667111640', '--since', '1h');
  expect(code).toBe(0);
  const [head, ...lines] = stdout.trim().split('\n');
  expect(head).toMatch(/^CREATED +STATE +ID +TEMPLATE +PROVIDER +OUTCOME +CODE +ATTEMPTS +DETAIL$/);
  expect(lines.map((line) => line.split(/ +/).slice(1, 3))).toEqual(ids.reverse().map((id) => ['sent', id]));
  expect((await status('--to', '+4917667111640', '--limit', '1')).stdout.trim().split('\n')).toHaveLength(2);
});

it('forgets a phone number', async () => {
  await send({ recipient: '+4917667111650' });
  const forget = () =>
    start(['forget', '--function', courier.functionName, '--to', '+4917667111650'], operatorEnvironment(courier))
      .finished;
  expect(await forget()).toMatchObject({ code: 0, stdout: '1 forgotten\n' });
  expect(await forget()).toMatchObject({ code: 0, stdout: '0 forgotten\n' });
  expect((await status('--to', '+4917667111650')).code).toBe(1);
});

it('says so when nothing is known, with exit code 1', async () => {
  const { code, stdout } = await status('unheard-of');
  expect([code, stdout]).toEqual([1, expect.stringContaining('nothing is known of this id')]);
});

it.each([
  [[], 'give either the id of a message or --to a recipient'],
  [['m-1', '--to', '+4917667111638'], 'give either the id of a message or --to a recipient'],
  [['m-1', '--since', '1h'], '--since and --limit go with --to'],
  [['--to', '+4917667111638', '--origin', 'ory'], '--origin goes with an id'],
  [['--to', '+4917667111638', '--since', 'yesterday'], 'since: "yesterday"; send a duration'],
  [['--to', '+4917667111638', '--limit', 'x'], 'give a whole number from 1 to 100'],
  [['--to', 'nobody'], 'to: not a phone number'],
])('refuses %j with exit code 2', async (args, message) => {
  const { code, stderr } = await status(...args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

it('says what is wrong with a function that there is not, and with a missing region', async () => {
  const environment = operatorEnvironment(courier);
  const other = await start(['status', 'm-1', '--function', 'other'], environment).finished;
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('Function not found: other')]);
  const { AWS_REGION: _, ...nowhere } = environment;
  const lost = await start(['status', 'm-1', '--function', 'f'], { ...nowhere, HOME: '/nonexistent' }).finished;
  expect([lost.code, lost.stderr]).toEqual([2, expect.stringContaining('AWS_REGION is not set')]);
});
