/** A user's program. Each consumer gets it with the specifiers of its own CDK. */
import { writeFileSync } from 'node:fs';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { type HttpProviderProps, SmsCourier, type SmsCourierProps, SmsProvider, SmsSecret } from 'cdktf-sms-courier';
import type { Construct } from 'constructs';

const gateway: HttpProviderProps = {
  id: 'gateway',
  url: 'https://gateway.example/send',
  body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
  auth: { type: 'api_key', config: { name: 'X-Api-Key', value: '{$API_KEY}' } },
  secrets: { API_KEY: SmsSecret.writeOnly({ parameterName: '/sms/gateway/api_key', variable: 'gateway_api_key' }) },
};

class Backend extends TerraformStack {
  /** The courier's queue is this project's own kind of queue. */
  readonly queue: SqsQueue;
  readonly courierJson: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-central-1' });
    const props: SmsCourierProps = {
      allowedCountries: ['DE', 'GB'],
      providers: [
        SmsProvider.twilio({
          accountSid: `AC${'0'.repeat(32)}`,
          authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'),
          messagingServiceSid: `MG${'1'.repeat(32)}`,
        }),
        SmsProvider.http(gateway),
      ],
      tags: { team: 'identity' },
    };
    const courier = new SmsCourier(this, 'Sms', props);
    const role = new IamRole(this, 'Role', {
      assumeRolePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    });
    courier.grantEnqueue(role);
    courier.grantInvoke(role);
    courier.queue.addOverride('lifecycle.prevent_destroy', true);
    new TerraformOutput(this, 'queue-url', { value: courier.queueUrl });
    this.queue = courier.queue;
    this.courierJson = courier.toCourierJson();
  }
}

// what a write-only secret needs: cdktn refuses it unless the project says so, here or as targetVersions in cdktf.json
const app = new App({ context: { targetVersions: { terraform: '>=1.11.0' } } });
const backend = new Backend(app, 'backend');
app.synth();

const packages = Object.keys(require.cache).map(
  (file) => /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1]?.replace('\\', '/') ?? 'the program',
);
writeFileSync('courier.json', backend.courierJson);
writeFileSync(
  'facts.json',
  JSON.stringify({ queueIsSqsQueue: backend.queue instanceof SqsQueue, packages: [...new Set(packages)].sort() }),
);
