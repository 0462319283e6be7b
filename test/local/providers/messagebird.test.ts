import { SmsProvider, SmsSecret } from '../../../lib';
import { SECRET } from '../synth';
import { expectDelivery } from './support';

test('an Ory message arrives through MessageBird; one that it creates and fails at once, HTTP 201 or not, is a dead letter', async () => {
  const accessKey = SmsSecret.fromSsmParameter(SECRET);
  const messagebird = SmsProvider.messagebird({ accessKey, from: { default: 'ACME', US: '+12065550100' } });
  await expectDelivery(messagebird, '4917667111638', {
    code: 'delivery_failed',
    outcome: 'unsupported_destination',
    deadLetters: 1,
  });
});
