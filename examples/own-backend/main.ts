/** A courier for a backend of your own, which invokes it: the backend's role may do that and nothing else. */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { SmsCourier, SmsProvider, SmsSecret } from 'cdktf-sms-courier';

const app = new App();
const stack = new TerraformStack(app, 'own-backend');
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });

const sms = new SmsCourier(stack, 'Sms', {
  allowedCountries: ['DE', 'AT', 'CH'],
  // 'sign-in.example.com' in the message's last line lets phones fill in the code
  webOtpDomain: 'sign-in.example.com',
  providers: [
    SmsProvider.twilio({
      accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
      authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'),
      messagingServiceSid: `MG${'fedcba9876543210'.repeat(2)}`,
    }),
  ],
});

const backendRole = new IamRole(stack, 'Backend', {
  name: 'sign-in-backend',
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
});
sms.grantInvoke(backendRole);
// the backend's SMS_COURIER_FUNCTION
new TerraformOutput(stack, 'courierFunction', { value: sms.functionArn });

app.synth();
