/** The courier of an Ory Network project, out of its own configuration: docs/ory.md has the way there and back. */
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { OryConfig, SmsCourier, SmsSecret } from 'cdktf-sms-courier';

const app = new App();
const stack = new TerraformStack(app, 'ory-network');
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });

// ory get identity-config --project … --workspace … --format yaml > identity-config.yaml
const ory = OryConfig.fromFile(join(__dirname, 'identity-config.yaml'), {
  secrets: { AUTH_TOKEN: SmsSecret.fromSsmParameter('/sms/twilio/auth_token') },
});

const sms = new SmsCourier(stack, 'Sms', {
  ...ory,
  allowedCountries: ['DE', 'AT', 'CH', 'GB', 'US'],
  ingress: { apiKey: SmsSecret.fromSsmParameter('/sms/ingress/api_key') },
});
new TerraformOutput(stack, 'ingressUrl', { value: sms.ingressUrl });

app.synth();
