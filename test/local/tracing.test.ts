import { startLocalCourier } from '../../local/courier';
import type { LocalCourier } from '../../local/local-courier';
import { type DaemonStandIn, startDaemon } from '../support/xray';
import { eventually } from './support';
import { synthesizeCourier } from './synth';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const CODE = '428193';
const message = { id: 'm-1', recipient: '+4917667111638', body: `Your code is ${CODE}` };

let daemon: DaemonStandIn;
let courier: LocalCourier | undefined;

beforeEach(async () => {
  daemon = await startDaemon();
});
afterEach(async () => {
  await courier?.stop();
  await daemon.close();
});

/** The function with what Lambda gives one that it traces. */
async function start(address: string): Promise<LocalCourier> {
  const synthesized = synthesizeCourier({ tracing: true }, ({ courierFunction }) => {
    courierFunction.addOverride('environment.variables.AWS_XRAY_DAEMON_ADDRESS', address);
    courierFunction.addOverride(
      'environment.variables._X_AMZN_TRACE_ID',
      `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`,
    );
  });
  courier = await startLocalCourier(synthesized);
  return courier;
}

const invoke = async ({ invoke }: LocalCourier) => {
  const result = await invoke(message);
  return 'payload' in result ? JSON.parse(result.payload) : result;
};

test('the real function tells the daemon who was asked and what came of it, and nothing of the message', async () => {
  expect(await invoke(await start(daemon.address))).toMatchObject({ state: 'sent' });
  await eventually(() => daemon.received.length > 0, 'a packet');
  expect(daemon.documents()).toEqual([
    expect.objectContaining({
      name: 'twilio',
      trace_id: ROOT,
      parent_id: '53995c3f42cd8ad8',
      type: 'subsegment',
      annotations: { provider: 'twilio', outcome: 'accepted', attempt: 1, message_id: 'm-1' },
    }),
  ]);
  const { start_time: startedAt, end_time: endedAt } = daemon.documents()[0] as Record<string, number>;
  expect(Number(startedAt)).toBeLessThanOrEqual(Number(endedAt));
  for (const personal of [CODE, message.recipient.slice(1), 'Your code', 'SM'])
    expect(daemon.received.join()).not.toContain(personal);
});

test('a daemon that is not there disturbs no message', async () => {
  const { address } = daemon;
  await daemon.close();
  const running = await start(address);
  expect(await invoke(running)).toMatchObject({ state: 'sent' });
  expect(await invoke(running)).toMatchObject({ state: 'sent', duplicate: true });
  daemon = await startDaemon();
});
