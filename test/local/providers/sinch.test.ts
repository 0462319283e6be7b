import { dirname, join } from 'node:path';
import { SmsProvider, SmsSecret } from '../../../lib';
import { startLocalCourier } from '../../../local/courier';
import type { Arrival, LocalCourier, LogLine } from '../../../local/local-courier';
import examples from '../../fixtures/ory/ctx-examples.json';
import { eventually, writeJson } from '../support';
import { synthesizeCourier } from '../synth';

const SECRET = '/sms/sinch/api_token';
let courier: LocalCourier;
const arrivals: Arrival[] = [];
const ends: LogLine[] = [];

beforeAll(async () => {
  const { stackDirectory, secretsFile } = synthesizeCourier({
    providers: [
      SmsProvider.sinch({
        region: 'br',
        servicePlanId: 'jd63jf88477ll123ab4567cd89012ef3',
        apiToken: SmsSecret.fromSsmParameter(SECRET),
        from: 'ACME',
      }),
    ],
  });
  const secrets = writeJson(join(dirname(secretsFile), 'sinch.json'), { [SECRET]: 'known-to-the-emulator-only' });
  courier = await startLocalCourier({ stackDirectory, secretsFile: secrets, environments: 1 });
  courier.events.on('arrival', (arrival) => arrivals.push(arrival));
  courier.events.on('log', (line) => line['event'] === 'message' && ends.push(line));
});
afterAll(() => courier?.stop());

test('brings what Ory puts on the queue, to the letter, and keeps what Sinch refuses', async () => {
  const [first] = Object.values(examples) as { readonly recipient: string; readonly body: string }[];
  const body = `${first?.body}\n\${not a parameter}`;
  await courier.sendMessage({ ...first, body });
  await eventually(() => arrivals.length === 1, 'the message arrives');
  expect(arrivals).toMatchObject([{ provider: 'sinch', to: first?.recipient, from: 'ACME', text: body }]);

  await courier.setFault('sinch', { kind: 'error', code: 'blocked_account' });
  await courier.sendMessage({ ...first });
  await eventually(() => ends.length === 2, 'the second message ends');
  expect(ends).toMatchObject([
    { state: 'sent', provider: 'sinch', provider_message_id: arrivals[0]?.id },
    { state: 'failed', provider: 'sinch', outcome: 'out_of_credit', code: 'blocked_account' },
  ]);
  expect(await courier.deadLetters()).toHaveLength(1);
});
