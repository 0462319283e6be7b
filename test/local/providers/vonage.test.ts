import { SmsProvider, SmsSecret } from '../../../lib';
import { SECRET } from '../synth';
import { expectDelivery } from './support';

test('an Ory message arrives through Vonage; without credit there, HTTP 200 or not, the next is a dead letter', async () => {
  const apiSecret = SmsSecret.fromSsmParameter(SECRET);
  const vonage = SmsProvider.vonage({ apiKey: 'a1b2c3d4', apiSecret, from: { default: 'ACME', US: '+12065550100' } });
  await expectDelivery(vonage, '4917667111638', { code: '9', outcome: 'out_of_credit', deadLetters: 1 });
});
