/** A courier with one provider: what the README shows, ready to deploy. `npm start` runs it on this machine. */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { SmsCourier, SmsProvider, SmsSecret } from 'cdktf-sms-courier';

const app = new App();
const stack = new TerraformStack(app, 'quickstart');
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });

new SmsCourier(stack, 'Sms', {
  allowedCountries: ['DE', 'GB', 'US'],
  providers: [
    SmsProvider.twilio({
      accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
      authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'),
      messagingServiceSid: `MG${'fedcba9876543210'.repeat(2)}`,
    }),
  ],
});

app.synth();
