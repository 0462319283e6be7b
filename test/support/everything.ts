import type * as library from '../../lib';
import type { IngressProps, LimitsProps, RetentionProps, SmsCourierProps } from '../../lib';

const ACCOUNT = '123456789012';
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${ACCOUNT}:${resource}`;

export const KEY_ARN = arn('kms', 'key/0f3c1a52-7d0c-4c43-9b6e-2f5d8f0e6a11');
export const BOUNDARY_ARN = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
export const VPC = {
  subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5a60718'],
  securityGroupIds: ['sg-0a1b2c3d4e5f60718'],
};
export const TAGS = { team: 'identity', 'cost-centre': '4711' };

/** The entry point of the package, as it is or as it is built. */
type Library = Pick<typeof library, 'SmsProvider' | 'SmsSecret' | 'SmsSource'>;

/** Each prop must be there: a new one that is missing here does not compile. */
type Everything = Required<Omit<SmsCourierProps, 'awsProvider' | 'namePrefix'>> & {
  readonly limits: Required<LimitsProps>;
  readonly retention: Required<RetentionProps>;
  readonly ingress: Required<IngressProps>;
};

/** A courier with all that there is, of every kind; names and AWS provider are the test's. */
export function everything({ SmsProvider, SmsSecret, SmsSource }: Library): Everything {
  return {
    providers: [
      SmsProvider.twilio({
        accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
        authToken: SmsSecret.writeOnly({ parameterName: '/sms/twilio/auth_token', variable: 'twilio_auth_token' }),
        messagingServiceSid: `MG${'0123456789abcdef'.repeat(2)}`,
      }),
      SmsProvider.http({
        id: 'gateway',
        url: 'https://sms.internal.example.com/send',
        body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
        headers: { 'X-Key': '{$KEY}' },
        secrets: {
          KEY: SmsSecret.fromSecretsManager(arn('secretsmanager', 'secret:gateway'), { kmsKeyArn: KEY_ARN }),
        },
      }),
      SmsProvider.endUserMessaging({ originationIdentity: 'ACME', configurationSetName: 'otp' }),
      SmsProvider.sns({ senderId: 'ACME' }),
    ],
    allowedCountries: ['DE', 'AT'],
    routes: [{ countries: ['*'], providers: { twilio: 70, gateway: 30 } }],
    defaultCountry: 'DE',
    templates: { login_code: { en: 'Your code: {{ .LoginCode }}', de: 'Dein Code: {{ .LoginCode }}' } },
    templatePrecedence: 'body',
    locale: 'de',
    webOtpDomain: 'login.example.com',
    privateHosts: ['sms.internal.example.com'],
    ingress: {
      sources: [
        SmsSource.ory(),
        SmsSource.supabase({ secret: SmsSecret.fromSsmParameter('/sms/supabase') }),
        SmsSource.zitadel({ signingKey: SmsSecret.fromSsmParameter('/sms/zitadel') }),
        SmsSource.generic({ id: 'shop', map: 'function(req) req.json' }),
        SmsSource.cognito({ userPoolArn: arn('cognito-idp', 'userpool/eu-central-1_Abc'), kmsKeyArn: KEY_ARN }),
      ],
      apiKey: SmsSecret.writeOnly({ parameterName: '/sms/ingress/api_key', variable: 'ingress_api_key' }),
      previousApiKey: SmsSecret.fromSsmParameter('/sms/ingress/api_key_before'),
      basicAuth: { user: 'ory', password: SmsSecret.fromSsmParameter('/sms/ingress/password') },
      throttle: { ratePerSecond: 5, burst: 7 },
      domain: { name: 'sms.example.com', certificateArn: arn('acm', 'certificate/0f3c1a52') },
    },
    limits: {
      mode: 'enforce',
      recipientPerHour: 5,
      prefixPerHour: 50,
      clientIpPerHour: 100,
      countryPerHour: 500,
      segmentsPerDay: 5_000,
    },
    mode: 'allowlist',
    allowedRecipients: ['+4917667111638'],
    delivery: { onAmbiguous: 'failover', maxAttempts: 5, defaultTtlSeconds: 600 },
    retention: { queueDays: 1, deadLetterDays: 14, logDays: 90, ledgerDays: 60, redactExpired: true },
    maximumConcurrency: 3,
    memorySize: 512,
    timeoutSeconds: 60,
    alarmTopicArns: [arn('sns', 'oncall')],
    alarms: true,
    dashboard: true,
    tracing: true,
    tags: TAGS,
    vpc: VPC,
    kmsKeyArn: KEY_ARN,
    permissionsBoundaryArn: BOUNDARY_ARN,
    retainOnDestroy: true,
  };
}
