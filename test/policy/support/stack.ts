import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { TerraformStack } from 'cdktf';
import { SmsProvider, SmsSecret, SmsSource } from '../../../lib';
import type { Statement } from '../../../lib/statement';
import { startLocalCourier } from '../../../local/courier';
import { type Roles, readRoles } from '../../../local/iam/roles';
import { readStackFile } from '../../../local/stack';
import { writeJson } from '../../local/support';
import { type Synthesized, synthesizeCourier, twilio } from '../../local/synth';

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:000000000000:${resource}`;

/** Keys, each for one thing only, so that the one's permission is not the other's. */
const PROVIDERS_KEY = arn('kms', 'key/providers');
const INGRESS_KEY = arn('kms', 'key/ingress');
export const POOL_KEY = arn('kms', 'key/pool');
const COURIER_KEY = arn('kms', 'key/courier');

export const INGRESS_API_KEY = 'k3y-of-a-backend';
export const INGRESS_PASSWORD = 'passw0rd-of-ory';

const GATEWAY = 'https://gateway.example';
/** With the end that Secrets Manager makes up, and without. */
const GATEWAY_SECRET = arn('secretsmanager', 'secret:gateway-AbC123');
const INGRESS_SECRET = arn('secretsmanager', 'secret:ingress');

const VPC = { subnetIds: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'], securityGroupIds: ['sg-0a1b2c3d'] };
const POOL_OF_NUMBERS = 'pool-0123456789abcdef';
const CONFIGURATION_SET = 'otp';
const PROTECTION = 'protect-0123456789abcdef';

/** Resources that the author of the stack has named in props. Of a secret the end may be missing; a shared subnet is another account's. */
export const GIVEN: readonly string[] = [
  PROVIDERS_KEY,
  INGRESS_KEY,
  POOL_KEY,
  COURIER_KEY,
  ...[GATEWAY_SECRET, INGRESS_SECRET].flatMap((secret) => [secret, `${secret}-??????`]),
  arn('ssm', 'parameter/sms/twilio'),
  arn('ssm', 'parameter/sms/ingress'),
  ...VPC.subnetIds.map((id) => `arn:aws:ec2:eu-central-1:*:subnet/${id}`),
  ...VPC.securityGroupIds.map((id) => `arn:aws:ec2:eu-central-1:*:security-group/${id}`),
  arn('sms-voice', 'sender-id/ACME/*'),
  arn('sms-voice', `pool/${POOL_OF_NUMBERS}`),
  arn('sms-voice', `configuration-set/${CONFIGURATION_SET}`),
  arn('sms-voice', `protect-configuration/${PROTECTION}`),
];

const SECRETS: Readonly<Record<string, string>> = {
  '/sms/twilio': 'known-to-the-emulator-only',
  gateway: 'g4teway-token',
  '/sms/ingress': INGRESS_API_KEY,
  ingress: INGRESS_PASSWORD,
};

/** What the stack does not tell: which secret is encrypted with which key. */
const KEYS = new Map([
  [arn('ssm', 'parameter/sms/twilio'), PROVIDERS_KEY],
  [GATEWAY_SECRET, PROVIDERS_KEY],
  [arn('ssm', 'parameter/sms/ingress'), INGRESS_KEY],
  // with an end that Secrets Manager has made up
  [`${INGRESS_SECRET}-AbCdEf`, INGRESS_KEY],
]);

/** A courier with all that needs a statement, and a backend that may send to it. */
export function synthesize(): Synthesized {
  const kmsKeyArn = PROVIDERS_KEY;
  const synthesized = synthesizeCourier(
    {
      providers: [
        twilio(SmsSecret.fromSsmParameter('/sms/twilio', { kmsKeyArn })),
        SmsProvider.http({
          id: 'gateway',
          url: `${GATEWAY}/send`,
          headers: { authorization: 'Bearer {$TOKEN}' },
          body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
          secrets: { TOKEN: SmsSecret.fromSecretsManager(GATEWAY_SECRET, { kmsKeyArn }) },
        }),
        SmsProvider.sns({ senderId: 'ACME' }),
        SmsProvider.endUserMessaging({
          originationIdentity: { default: 'ACME', US: POOL_OF_NUMBERS },
          configurationSetName: CONFIGURATION_SET,
          protectConfigurationId: PROTECTION,
        }),
      ],
      kmsKeyArn: COURIER_KEY,
      vpc: VPC,
      tracing: true,
      ingress: {
        sources: [
          SmsSource.ory(),
          SmsSource.cognito({
            userPoolArn: 'arn:aws:cognito-idp:eu-central-1:000000000000:userpool/eu-central-1_Abc',
            kmsKeyArn: POOL_KEY,
          }),
        ],
        apiKey: SmsSecret.fromSsmParameter('/sms/ingress', { kmsKeyArn: INGRESS_KEY }),
        basicAuth: { user: 'ory', password: SmsSecret.fromSecretsManager(INGRESS_SECRET, { kmsKeyArn: INGRESS_KEY }) },
      },
    },
    (courier) => {
      const backend = new IamRole(TerraformStack.of(courier), 'Backend', { name: 'backend', assumeRolePolicy: '{}' });
      courier.grantEnqueue(backend);
      courier.grantInvoke(backend);
    },
  );
  writeJson(synthesized.secretsFile, SECRETS);
  return synthesized;
}

/** The documents of the roles, with one and the same ARN in place of every reference: for what needs no more than their Sids and actions. */
export function declaredRoles(stackDirectory: string): Roles {
  return readRoles(readStackFile(stackDirectory).stack, () => arn('any', 'any'));
}

/** A role's name without the hash that Terraform references end in. */
export function readableRole(role: string): string {
  return role.replace(/_[0-9A-F]{8}$/, '');
}

export function startGated({ stackDirectory, secretsFile }: Synthesized) {
  return startLocalCourier({
    stackDirectory,
    secretsFile,
    environments: 1,
    asyncRetryDelaysMs: [1],
    policies: { secretKeys: KEYS },
    emulators: [
      {
        id: 'gateway',
        origin: GATEWAY,
        handle: ({ headers, body }) => {
          if (headers['authorization'] !== `Bearer ${SECRETS['gateway']}`)
            return { status: 401, headers: {}, body: '' };
          const { to, text } = JSON.parse(body);
          return { status: 200, headers: {}, body: '{}', accepted: { id: 'one', to, from: 'gateway', text } };
        },
      },
    ],
  });
}

/** The roles with one statement other than it is; undefined removes it. */
export function changed(
  roles: Roles,
  role: string,
  sid: string,
  change: (statement: Statement) => Statement | undefined,
): Roles {
  const statements = (roles.get(role) ?? []).flatMap((each) => (each.Sid === sid ? (change(each) ?? []) : each));
  return new Map([...roles, [role, statements]]);
}
