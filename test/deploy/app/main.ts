/** The program that the suite deploys: all that a courier can be made of so far, twice in each of two stacks. */
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import { SmsCourier, SmsProvider, SmsSecret, SmsSource } from 'cdktf-sms-courier';
import { awsProvider } from './aws-provider';
import {
  ACCOUNT,
  ALERTS_REGION,
  cookieParameter,
  gatewayParameter,
  HOST_VARIABLE,
  hookParameter,
  ingressParameter,
  MESSAGING_REGION,
  OAUTH_KEY_ARN,
  oauthSecretArn,
  PASSWORD_VARIABLE,
  POOL,
  POOL_ARN,
  POOL_KEY_ARN,
  REGION,
  STACKS,
  type StackId,
  twilioParameter,
} from './settings';

const JSON_BODY = 'function(ctx) { to: ctx.recipient, text: ctx.body }';

class CourierStack extends TerraformStack {
  constructor(app: App, id: StackId) {
    super(app, id);
    awsProvider(this, 'aws', REGION);
    const login = this.createLogin(id);
    const alerts = this.createAlerts(id);
    this.createCodes();
    this.createBackend(login, alerts);
  }

  /** Nothing but defaults, and an ingress with its own. */
  private createLogin(stack: StackId): SmsCourier {
    return new SmsCourier(this, 'Login', {
      allowedCountries: ['DE', 'GB', 'US'],
      ingress: { apiKey: SmsSecret.fromSsmParameter(ingressParameter(stack)) },
      providers: [
        SmsProvider.twilio({
          accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
          authToken: SmsSecret.fromSsmParameter(twilioParameter(stack)),
          messagingServiceSid: `MG${'fedcba9876543210'.repeat(2)}`,
        }),
        SmsProvider.http({
          id: 'gateway',
          url: 'https://gateway.example/send',
          body: JSON_BODY,
          auth: { type: 'basic_auth', config: { user: 'acme', password: '{$PASSWORD}' } },
          secrets: {
            PASSWORD: SmsSecret.writeOnly({
              parameterName: gatewayParameter(stack),
              variable: PASSWORD_VARIABLE,
            }),
          },
        }),
      ],
    });
  }

  /** Every setting other than its default, in another region. */
  private createAlerts(stack: StackId): SmsCourier {
    const host = new TerraformVariable(this, HOST_VARIABLE, { type: 'string' });
    return new SmsCourier(this, 'Alerts', {
      allowedCountries: ['*'],
      defaultCountry: 'US',
      awsProvider: awsProvider(this, 'aws-alerts', ALERTS_REGION, 'alerts'),
      delivery: { maxAttempts: 5, defaultTtlSeconds: 600 },
      retention: { queueDays: 1, deadLetterDays: 14, redactExpired: false, logDays: 90 },
      maximumConcurrency: 3,
      memorySize: 512,
      timeoutSeconds: 60,
      namePrefix: 'acme',
      tags: { team: 'identity' },
      ingress: {
        sources: [
          SmsSource.supabase({ secret: SmsSecret.fromSsmParameter(hookParameter(stack)) }),
          SmsSource.cognito({ userPoolArn: POOL_ARN, kmsKeyArn: POOL_KEY_ARN }),
        ],
        throttle: { ratePerSecond: 5, burst: 7 },
      },
      providers: [
        SmsProvider.http({
          id: 'regional',
          url: `https://${host.stringValue}/sms`,
          body: JSON_BODY,
        }),
        SmsProvider.http({
          id: 'cookie',
          url: 'https://cookie.example/send',
          body: JSON_BODY,
          auth: { type: 'api_key', config: { name: 'session', value: '{$SESSION}', in: 'cookie' } },
          secrets: {
            SESSION: SmsSecret.fromSsmParameterArn(
              `arn:aws:ssm:${ALERTS_REGION}:${ACCOUNT}:parameter${cookieParameter(stack)}`,
            ),
          },
        }),
        SmsProvider.http({
          id: 'oauth',
          url: 'https://oauth.example/send',
          body: JSON_BODY,
          auth: {
            type: 'oauth2_client_credentials',
            config: { token_url: 'https://oauth.example/token', client_id: 'acme', client_secret: '{$CLIENT_SECRET}' },
          },
          secrets: {
            CLIENT_SECRET: SmsSecret.fromSecretsManager(oauthSecretArn(stack), {
              jsonField: 'client_secret',
              kmsKeyArn: OAUTH_KEY_ARN,
            }),
          },
        }),
      ],
    });
  }

  /** By services of AWS alone: the function's role is their credential. */
  private createCodes(): SmsCourier {
    return new SmsCourier(this, 'Codes', {
      allowedCountries: ['DE', 'US'],
      providers: [
        SmsProvider.endUserMessaging({
          originationIdentity: { default: 'ACME', US: POOL },
          configurationSetName: 'otp',
          region: MESSAGING_REGION,
        }),
        SmsProvider.sns({ from: { default: 'ACME', US: '+12065550100' } }),
      ],
    });
  }

  /** An identity backend with a role of its own, and a policy for a role that is managed elsewhere. */
  private createBackend(login: SmsCourier, alerts: SmsCourier): void {
    const backend = new IamRole(this, 'Backend', {
      name: `${this.node.id}-backend`,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    });
    login.grantEnqueue(backend);
    login.grantInvoke(backend);
    alerts.grantEnqueue(backend);
    new IamPolicy(this, 'Elsewhere', { name: `${this.node.id}-elsewhere`, policy: login.enqueuePolicyJson() });
  }
}

const app = new App();
for (const id of STACKS) new CourierStack(app, id);
app.synth();
