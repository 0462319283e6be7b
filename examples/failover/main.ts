/** A courier with a second provider for when the first does not send. `sms-courier dev --example failover` runs it on this machine. */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { SmsCourier, SmsProvider, SmsSecret } from 'cdktf-sms-courier';

const app = new App();
const stack = new TerraformStack(app, 'failover');
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });

new SmsCourier(stack, 'Sms', {
  allowedCountries: ['AT', 'CH', 'DE', 'GB', 'US'],
  providers: [
    SmsProvider.twilio({
      accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
      authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'),
      messagingServiceSid: `MG${'fedcba9876543210'.repeat(2)}`,
    }),
    SmsProvider.vonage({
      apiKey: 'abcd1234',
      apiSecret: SmsSecret.fromSsmParameter('/sms/vonage/api_secret'),
      from: 'ACME',
    }),
  ],
  templates: {
    login_code: {
      en: 'Your ACME code is {{ .LoginCode }}. It is good for {{ .ExpiresInMinutes }} minutes.',
      de: 'Dein ACME-Code ist {{ .LoginCode }}. Er gilt {{ .ExpiresInMinutes }} Minuten.',
    },
  },
});

app.synth();
