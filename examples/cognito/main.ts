/** A Cognito user pool whose codes this courier sends: they stay encrypted until it does. docs/ingress.md says more. */
import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { SmsCourier, SmsProvider, SmsSecret, SmsSource } from 'cdktf-sms-courier';

const app = new App();
const stack = new TerraformStack(app, 'cognito');
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });

const codeKey = new KmsKey(stack, 'CodeKey', {
  description: 'Codes of the user pool, on their way to the SMS courier',
});
const pool = new CognitoUserPool(stack, 'Users', { name: 'users', usernameAttributes: ['phone_number'] });

const sms = new SmsCourier(stack, 'Sms', {
  allowedCountries: ['DE', 'AT', 'CH'],
  providers: [
    SmsProvider.twilio({
      accountSid: 'AC0123456789abcdef0123456789abcdef',
      authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'),
      messagingServiceSid: 'MG0123456789abcdef0123456789abcdef',
    }),
  ],
  templates: { login_code: { en: '{{ .LoginCode }} is your code.', de: '{{ .LoginCode }} ist dein Code.' } },
  ingress: { sources: [SmsSource.cognito({ userPoolArn: pool.arn, kmsKeyArn: codeKey.arn })] },
});

if (sms.ingressFunction === undefined) throw new Error('an ingress has a function');
pool.putLambdaConfig({
  customSmsSender: { lambdaArn: sms.ingressFunction.arn, lambdaVersion: 'V1_0' },
  kmsKeyId: codeKey.arn,
});

app.synth();
