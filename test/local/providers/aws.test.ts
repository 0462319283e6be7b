import { SmsProvider } from '../../../lib';
import { startLocalCourier } from '../../../local/courier';
import type { Arrival } from '../../../local/local-courier';
import { ORY_EXAMPLES } from '../../support/messages';
import { eventually } from '../support';
import { synthesizeCourier } from '../synth';

const { body } = ORY_EXAMPLES['A_login_code_valid'] as { body: string };

test('an Ory message arrives through End User Messaging; of who opted out there, nobody else is asked', async () => {
  const providers = [
    SmsProvider.endUserMessaging({ originationIdentity: 'ACME', region: 'eu-west-1' }),
    SmsProvider.sns({ senderId: 'ACME' }),
  ];
  const courier = await startLocalCourier(synthesizeCourier({ providers }));
  try {
    const arrivals: Arrival[] = [];
    const ends: unknown[] = [];
    courier.events.on('arrival', (arrival) => arrivals.push(arrival));
    courier.events.on('log', ({ state, outcome, code }) => state !== undefined && ends.push([state, outcome, code]));
    await courier.sendMessage(ORY_EXAMPLES['A_login_code_valid'] as object);
    await eventually(() => ends.length === 1, 'the first message has ended');
    expect(arrivals).toMatchObject([
      { provider: 'end-user-messaging', to: '+4917667111638', from: 'ACME', text: body },
    ]);

    const optedOut = 'ConflictException/DESTINATION_PHONE_NUMBER_OPTED_OUT';
    await courier.setFault('end-user-messaging', { kind: 'error', code: optedOut });
    await courier.sendMessage(ORY_EXAMPLES['E_recovery_code_valid'] as object);
    await eventually(() => ends.length === 2, 'the second message has ended');
    expect(ends).toEqual([
      ['sent', 'accepted', undefined],
      ['failed', 'opted_out', optedOut],
    ]);
    expect(arrivals).toHaveLength(1);
    expect(await courier.deadLetters()).toEqual([]);
  } finally {
    await courier.stop();
  }
});

test('an Ory message arrives through SNS; while it is down the other service is asked, and of a lost answer nobody knows', async () => {
  const providers = [SmsProvider.sns({ senderId: 'ACME' }), SmsProvider.endUserMessaging({})];
  const courier = await startLocalCourier(
    synthesizeCourier({ providers, delivery: { onAmbiguous: 'drop' }, allowedCountries: ['DE'] }),
  );
  try {
    const arrivals: Arrival[] = [];
    const ends: unknown[] = [];
    courier.events.on('arrival', (arrival) => arrivals.push(arrival));
    courier.events.on(
      'log',
      ({ state, provider, outcome }) => state !== undefined && ends.push([state, provider, outcome]),
    );
    await courier.sendMessage(ORY_EXAMPLES['A_login_code_valid'] as object);
    await eventually(() => ends.length === 1, 'the first message has ended');
    expect(arrivals).toMatchObject([{ provider: 'sns', to: '+4917667111638', from: 'ACME', text: body }]);

    await courier.setFault('sns', { kind: 'down' });
    await courier.sendMessage({ recipient: '+4917667111638', body: 'while it is down' });
    await eventually(() => ends.length === 2, 'the second message has ended');

    await courier.setFault('sns', { kind: 'lost_response' });
    await courier.sendMessage({ recipient: '+4917667111638', body: 'with its answer lost' });
    await eventually(() => ends.length === 3, 'the third message has ended');
    expect(ends).toEqual([
      ['sent', 'sns', 'accepted'],
      ['sent', 'end-user-messaging', 'accepted'],
      ['failed', 'sns', 'ambiguous'],
    ]);
    expect(arrivals.map(({ provider, text }) => [provider, text])).toEqual([
      ['sns', body],
      ['end-user-messaging', 'while it is down'],
      ['sns', 'with its answer lost'],
    ]);
  } finally {
    await courier.stop();
  }
});
