import { writeFileSync } from 'node:fs';
import { SmsProvider, SmsSecret } from '../../lib';
import { jsonResponse, type ProviderEmulator } from '../../lib/providers/emulator-base';
import { startLocalCourier } from '../../local/courier';
import { messages, sleep, synthesize, withRun } from './support/run';
import { report, scaled } from './support/scale';

const DRAIN_MS = 240_000;
const NAME = '/sms/key';

test('T11: a secret that is rotated is read anew within the invocation that is refused; while Parameter Store is down the known one is used', async () => {
  let valid = 'first';
  let refused = 0;
  const origin = 'https://keyed.example.com';
  const keyed: ProviderEmulator = {
    id: 'keyed',
    origin,
    handle: ({ headers, body }) => {
      if (headers['x-key'] !== valid) {
        refused += 1;
        return jsonResponse(401, {});
      }
      return { ...jsonResponse(200, {}), accepted: { id: '1', from: '', ...JSON.parse(body) } };
    },
  };
  const keyedProvider = SmsProvider.http({
    id: 'keyed',
    url: `${origin}/send`,
    headers: { 'X-Key': '{$KEY}' },
    body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
    secrets: { KEY: SmsSecret.fromSsmParameter(NAME) },
  });
  const synthesized = synthesize([], { providers: [keyedProvider] });
  const store = (value: string) => writeFileSync(synthesized.secretsFile, JSON.stringify({ [NAME]: value }));
  store(valid);
  const courier = await startLocalCourier({ ...synthesized, emulators: [keyed], environments: 1 });
  const send = async (id: string) => {
    const result = await courier.invoke({ id, recipient: '+4917612345678', body: 'x' });
    if ('error' in result) throw new Error(result.error.errorMessage);
    const { state, attempts } = JSON.parse(result.payload);
    return { state, attempts, refused };
  };
  try {
    expect(await send('before')).toEqual({ state: 'sent', attempts: 1, refused: 0 });
    valid = 'second';
    store(valid);
    expect(await send('rotated')).toEqual({ state: 'sent', attempts: 1, refused: 1 });
    courier.setSecretsOutage(true);
    expect(await send('outage')).toEqual({ state: 'sent', attempts: 1, refused: 1 });
    // an environment that has never read it has nothing to use: the message waits
    courier.killEnvironments();
    expect(await send('cold')).toMatchObject({ state: 'queued', attempts: 1, refused: 1 });
    courier.setSecretsOutage(false);
    const arrived = new Promise((resolve) => courier.events.once('arrival', resolve));
    await arrived;
    report('T11', { messages: 4, lost: 0, refused });
    expect(refused).toBe(1);
  } finally {
    await courier.stop();
  }
});

test('the ledger is down for a minute: messages with time wait, those that have none are sent unclaimed; none is lost', async () => {
  const DOWN_MS = scaled(20_000, 60_000);
  const expiresAt = (ms: number) => new Date(Date.now() + ms).toISOString();
  const patient = messages(scaled(50, 500), () => ({ expires_at: expiresAt(600_000) }));
  const urgent = messages(20, (index) => ({ id: `u-${index}`, expires_at: expiresAt(DOWN_MS * 1.2) }));
  // a call to a ledger that hangs takes its time: an invocation must bear several
  await withRun(synthesize(['a'], { timeoutSeconds: 30 }), ['a'], {}, async (run) => {
    process.kill(run.courier.ledger.processId, 'SIGSTOP');
    try {
      await run.enqueue([...urgent, ...patient]);
      await sleep(DOWN_MS);
      const arrived = [...run.arrivals().keys()];
      report('ledger down', {
        'urgent sent': arrived.filter((id) => id.startsWith('u-')).length,
        'patient sent': arrived.filter((id) => id.startsWith('m-')).length,
      });
      expect(arrived.filter((id) => id.startsWith('m-'))).toEqual([]);
    } finally {
      process.kill(run.courier.ledger.processId, 'SIGCONT');
    }
    await run.drained(DRAIN_MS);
    const all = [...urgent, ...patient];
    const late = run.logged({ event: 'message', state: 'expired' }).length;
    report('ledger down', {
      messages: all.length,
      ...run.tally(all),
      expired: late,
      'ledger failures': run.logged({ event: 'ledger' }).length,
    });
    expect(late).toBe(0);
    expect(run.tally(all)).toEqual({ lost: 0, duplicates: 0 });
    expect(run.logged({ event: 'ledger' }).length).toBeGreaterThan(0);
  });
});
