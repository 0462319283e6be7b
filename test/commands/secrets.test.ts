import { SmsSecret, SmsSource } from '../../lib';
import { JSON_TYPE, post, type RunningIngress, startIngress } from '../local/ingress-support';
import { SECRET } from '../local/synth';
import { type Finished, operatorEnvironment, start } from './support';

// each run of the command is a process that waits for others
jest.setTimeout(120_000);

const VALUES = {
  '/ingress/key': 'canaryKey71Lm',
  '/ingress/password': 'canaryPass72Qx',
  '/hook/secret': 'v1,whsec_Y2FuYXJ5SG9vazczUHY=',
};
const NEW_KEY = 'canaryNew74Rz';

let running: RunningIngress;

beforeAll(async () => {
  running = await startIngress(
    {
      apiKey: SmsSecret.fromSsmParameter('/ingress/key'),
      previousApiKey: SmsSecret.fromSsmParameter('/ingress/previous_key'),
      basicAuth: { user: 'ory', password: SmsSecret.fromSsmParameter('/ingress/password') },
      sources: [SmsSource.ory(), SmsSource.supabase({ secret: SmsSecret.fromSsmParameter('/hook/secret') })],
    },
    VALUES,
  );
});
afterAll(() => running?.courier.stop());

const secrets = (args: readonly string[], name = '-ingress', input?: string): Promise<Finished> => {
  const { courier } = running;
  const all = ['secrets', ...args, '--function', `${courier.functionName}${name}`];
  return start(all, operatorEnvironment(courier), input).finished;
};

const TIME = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';

it('check tells which keys the ingress reads, which has no value and when the others were changed, and shows none', async () => {
  const { code, stdout, stderr } = await secrets(['check']);
  expect([code, stderr]).toEqual([1, '']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.replace(new RegExp(TIME), 'TIME').split(/ {2,}| (?=\/)/))).toEqual([
    ['PROVIDER', 'NAME', 'VALUE', 'CHANGED', 'KEPT IN'],
    ['ingress', 'API_KEY', 'readable', 'TIME', '/ingress/key'],
    ['ingress', 'PREVIOUS_API_KEY', 'MISSING', '-', '/ingress/previous_key'],
    ['ingress', 'BASIC_AUTH_PASSWORD', 'readable', 'TIME', '/ingress/password'],
    ['supabase', 'SECRET', 'readable', 'TIME', '/hook/secret'],
  ]);
  for (const value of Object.values(VALUES)) expect(stdout).not.toContain(value);
});

it('put gives the ingress a key, by which senders are let in from then on', async () => {
  const message = JSON.stringify({ recipient: '+4917600000501', body: 'text 717171' });
  const headers = { ...JSON_TYPE, 'X-Api-Key': NEW_KEY };
  const { code, stdout, stderr } = await secrets(['put', 'PREVIOUS_API_KEY'], '-ingress', `${NEW_KEY}\n`);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\/ingress\/previous_key has version 1 now; /);
  expect((await post(`${running.url}/ory`, message, headers)).status).toBe(200);
  const checked = await secrets(['check', '--json']);
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.stdout)[1]).toEqual({
    provider: 'ingress',
    name: 'PREVIOUS_API_KEY',
    source: 'ssm',
    parameter: '/ingress/previous_key',
    readable: true,
    changed_at: expect.stringMatching(TIME),
  });
  for (const value of [NEW_KEY, ...Object.values(VALUES)]) {
    expect(stdout + checked.stdout).not.toContain(value);
    expect(running.printed()).not.toContain(value);
  }
});

it("check and put work on the courier's own on this machine as well, where put lasts", async () => {
  const put = await secrets(['put', SECRET], '', 'canaryToken75Sw');
  expect([put.code, put.stdout]).toEqual([0, expect.stringMatching(/^\/sms\/twilio\/auth_token has version 2 now; /)]);
  const { code, stdout } = await secrets(['check'], '');
  expect([code, stdout]).toEqual([0, expect.stringMatching(new RegExp(`^twilio +AUTH_TOKEN +readable +${TIME}`, 'm'))]);
  expect([...running.courier.secretValues().keys()]).toEqual(['canaryToken75Sw']);
  expect(put.stdout + stdout).not.toContain('canaryToken75Sw');
});

it('put says what the ingress reads where it reads no such secret', async () => {
  const { code, stderr } = await secrets(['put', 'AUTH_TOKEN'], '-ingress', NEW_KEY);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('reads no secret "AUTH_TOKEN": it reads API_KEY of ingress (/ingress/key), '),
  ]);
  expect(stderr).not.toContain(NEW_KEY);
});
