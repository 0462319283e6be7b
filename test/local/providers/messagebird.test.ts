import { SmsProvider, SmsSecret } from '../../../lib';
import { type Arrival, startLocalCourier } from '../../../local/courier';
import { ORY_EXAMPLES } from '../../support/messages';
import { eventually } from '../support';
import { SECRET, synthesizeCourier } from '../synth';

test('an Ory message arrives through MessageBird; one that it creates and fails at once, HTTP 201 or not, is a dead letter', async () => {
  const accessKey = SmsSecret.fromSsmParameter(SECRET);
  const providers = [SmsProvider.messagebird({ accessKey, from: { default: 'ACME', US: '+12065550100' } })];
  const courier = await startLocalCourier(synthesizeCourier({ providers }));
  try {
    const arrivals: Arrival[] = [];
    const ends: unknown[] = [];
    courier.events.on('arrival', (arrival) => arrivals.push(arrival));
    courier.events.on('log', ({ state, outcome, code }) => state !== undefined && ends.push([state, outcome, code]));
    const { body } = ORY_EXAMPLES['A_login_code_valid'] as { body: string };
    await courier.sendMessage(ORY_EXAMPLES['A_login_code_valid'] as object);
    await eventually(() => ends.length === 1, 'the first message has ended');
    expect(arrivals).toMatchObject([{ provider: 'messagebird', to: '4917667111638', from: 'ACME', text: body }]);

    await courier.setFault('messagebird', { kind: 'error', code: 'delivery_failed' });
    await courier.sendMessage(ORY_EXAMPLES['E_recovery_code_valid'] as object);
    await eventually(() => ends.length === 2, 'the second message has ended');
    expect(ends).toEqual([
      ['sent', 'accepted', undefined],
      ['failed', 'unsupported_destination', 'delivery_failed'],
    ]);
    expect(arrivals).toHaveLength(1);
    expect(await courier.deadLetters()).toHaveLength(1);
  } finally {
    await courier.stop();
  }
});
