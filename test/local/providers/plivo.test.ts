import { SmsProvider, SmsSecret } from '../../../lib';
import { SECRET } from '../synth';
import { expectDelivery } from './support';

test('Ory messages arrive through queue, courier and Plivo; one that Plivo takes for an invalid number ends as failed', async () => {
  const authToken = SmsSecret.fromSsmParameter(SECRET);
  const plivo = SmsProvider.plivo({
    authId: 'MAXXXXXXXXXXXXXXXXXX',
    authToken,
    src: { default: 'ACME', US: '+12065550100' },
  });
  await expectDelivery(plivo, '+4917667111638', {
    code: 'invalid_number',
    outcome: 'invalid_recipient',
    deadLetters: 0,
  });
});
