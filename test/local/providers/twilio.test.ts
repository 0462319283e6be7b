import { SmsProvider, SmsSecret } from '../../../lib';
import { SECRET } from '../synth';
import { expectDelivery } from './support';

test('Ory messages arrive through queue, courier and Twilio; one that Twilio refuses ends as failed', async () => {
  const twilio = SmsProvider.twilio({
    accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
    apiKeySid: `SK${'0123456789abcdef'.repeat(2)}`,
    apiKeySecret: SmsSecret.fromSsmParameter(SECRET),
    from: { default: 'ACME', US: '+12065550100' },
  });
  await expectDelivery(twilio, '+4917667111638', { code: '21610', outcome: 'opted_out', deadLetters: 0 });
});
