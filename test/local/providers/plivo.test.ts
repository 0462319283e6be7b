import { SmsProvider, SmsSecret } from '../../../lib';
import { type Arrival, startLocalCourier } from '../../../local/courier';
import { ORY_EXAMPLES } from '../../support/messages';
import { eventually } from '../support';
import { SECRET, synthesizeCourier } from '../synth';

test('Ory messages arrive through queue, courier and Plivo; one that Plivo takes for an invalid number ends as failed', async () => {
  const providers = [
    SmsProvider.plivo({
      authId: 'MAXXXXXXXXXXXXXXXXXX',
      authToken: SmsSecret.fromSsmParameter(SECRET),
      src: { default: 'ACME', US: '+12065550100' },
    }),
  ];
  const courier = await startLocalCourier(synthesizeCourier({ providers }));
  try {
    const arrivals: Arrival[] = [];
    const ends: unknown[] = [];
    courier.events.on('arrival', (arrival) => arrivals.push(arrival));
    courier.events.on('log', (line) => line['state'] !== undefined && ends.push([line['state'], line['code']]));
    await courier.sendMessage(ORY_EXAMPLES['A_login_code_valid'] as object);
    await eventually(() => ends.length === 1, 'the message has ended');
    expect(arrivals).toEqual([
      expect.objectContaining({
        to: '+4917667111638',
        from: 'ACME',
        text: ORY_EXAMPLES['A_login_code_valid']?.['body'],
      }),
    ]);
    await courier.setFault('plivo', { kind: 'error', code: 'invalid_number' });
    await courier.sendMessage(ORY_EXAMPLES['E_recovery_code_valid'] as object);
    await eventually(() => ends.length === 2, 'the other has ended');
    expect(ends).toEqual([
      ['sent', undefined],
      ['failed', 'invalid_number'],
    ]);
    expect(arrivals).toHaveLength(1);
    expect(await courier.deadLetters()).toEqual([]);
  } finally {
    await courier.stop();
  }
});
