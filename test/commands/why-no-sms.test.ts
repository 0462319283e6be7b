import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SmsProvider } from '../../lib';
import { jsonResponse, type ProviderEmulator } from '../../lib/providers/emulator-base';
import { startLocalCourier } from '../../local/courier';
import type { LocalCourier } from '../../local/local-courier';
import { eventually } from '../local/support';
import { synthesizeCourier } from '../local/synth';
import { operatorEnvironment, start } from './support';

const PAGE = readFileSync(join(__dirname, '../../docs/why-no-sms.md'), 'utf8');
/** What the page calls the function. */
const FUNCTION = 'backend-sms';

/** Comes to whatever outcome the text says, until somebody has mended it. */
class Moody implements ProviderEmulator {
  readonly id = 'acme';
  readonly origin = 'https://acme.example.com';
  mended = false;

  handle({ body }: Parameters<ProviderEmulator['handle']>[0]): ReturnType<ProviderEmulator['handle']> {
    const { to, text } = JSON.parse(body) as { to: string; text: string };
    const isTaken = this.mended || text === 'accepted';
    return {
      ...jsonResponse(200, { outcome: isTaken ? 'accepted' : text }),
      ...(isTaken ? { accepted: { id: 'm', to, from: 'us', text } } : {}),
    };
  }
}

const RESPONSE = `function(res)
  local outcome = res.json.outcome;
  if outcome == 'accepted' then null
  else if outcome == 'throttled' then { outcome: outcome, detail: 'slow down', retry_after: 300 }
  else { outcome: outcome, code: '42', detail: 'no balance left' }`;

const provider = new Moody();
let courier: LocalCourier;
let numbers = 0;

async function invoke(id: string, body: string, fields: object = {}): Promise<void> {
  numbers += 1;
  const result = await courier.invoke({ id, recipient: `+49176671${11_000 + numbers}`, body, ...fields });
  if ('error' in result) throw new Error(result.error.errorMessage);
}

beforeAll(async () => {
  const synthesized = synthesizeCourier({
    limits: { recipientPerHour: 2 },
    providers: [
      SmsProvider.http({
        id: 'acme',
        url: 'https://acme.example.com/send',
        body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
        response: RESPONSE,
      }),
    ],
  });
  courier = await startLocalCourier({ ...synthesized, emulators: [provider], environments: 1 });
  for (const id of ['limit-1', 'limit-2', 'limit-3']) await invoke(id, 'accepted', { recipient: '+4917667119999' });
  await invoke('throttled', 'throttled', { template_data: { expires_in_minutes: 60 } });
  await invoke('out_of_credit', 'out_of_credit');
  await invoke('expired', 'accepted', { expires_at: new Date(Date.now() - 1000).toISOString() });
  await courier.sendMessage('no JSON');
  await eventually(async () => (await courier.deadLetters()).length === 2, 'two dead letters');
  provider.mended = true;
}, 60_000);

afterAll(() => courier?.stop());

/** The page's commands in their order, with what it says that they print. */
function shown(): [string, string][] {
  const blocks = [...PAGE.matchAll(/^```console\n(.*?)^```/gms)].map(([, block]) => block ?? '');
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((text): [string, string] => {
        const end = text.indexOf('\n');
        return [text.slice(0, end), text.slice(end + 1)];
      }),
  );
}

/** Times, ids that SQS gives and the width of columns differ each time. */
function comparable(text: string): string {
  return text
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, '<time>')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/ {2,}/g, '  ')
    .trim();
}

test('each command of the page prints what the page shows', async () => {
  expect(shown().length).toBeGreaterThanOrEqual(8);
  for (const [command, output] of shown()) {
    const args = command.replaceAll(FUNCTION, courier.functionName).split(' ').slice(1);
    const { stdout, stderr } = await start(args, operatorEnvironment(courier)).finished;
    expect([command, comparable(stdout + stderr)]).toEqual([command, comparable(output)]);
  }
}, 120_000);
