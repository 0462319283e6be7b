/** What the deployed program and its suite agree on. Secrets' values are the suite's alone. */

/** moto's account, in which everything happens. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';
/** Where the `Alerts` couriers are, by a provider of their own. */
export const ALERTS_REGION = 'us-east-1';

/** Two stacks in one account, with the same construct ids in them. */
export const STACKS = ['bank', 'shop'] as const;
export type StackId = (typeof STACKS)[number];

export const twilioParameter = (stack: StackId) => `/${stack}/sms/twilio/auth_token`;
export const gatewayParameter = (stack: StackId) => `/${stack}/sms/gateway/password`;
export const cookieParameter = (stack: StackId) => `/${stack}/sms/cookie/session`;
/** A secret of Secrets Manager without the six characters that the service adds, and the key that it is encrypted with. */
export const oauthSecretArn = (stack: StackId) =>
  `arn:aws:secretsmanager:${ALERTS_REGION}:${ACCOUNT}:secret:${stack}/sms/oauth`;
export const OAUTH_KEY_ARN = `arn:aws:kms:${ALERTS_REGION}:${ACCOUNT}:key/0f3c1a52-7d0c-4c43-9b6e-2f5d8f0e6a11`;

/** The key that identity backends bring to `Login`'s ingress. */
export const ingressParameter = (stack: StackId) => `/${stack}/sms/ingress/api_key`;
/** The secret of the hook that posts to `Alerts`'s ingress. */
export const hookParameter = (stack: StackId) => `/${stack}/sms/supabase/hook`;
/** The user pool that invokes `Alerts`'s ingress, and the key that it encrypts codes with. */
export const POOL_ARN = `arn:aws:cognito-idp:${ALERTS_REGION}:${ACCOUNT}:userpool/${ALERTS_REGION}_AbCdEf`;
export const POOL_KEY_ARN = `arn:aws:kms:${ALERTS_REGION}:${ACCOUNT}:key/7b0e4a2c-9f43-4f2d-8f3b-c5d3c3a17b0e`;

/** An ephemeral Terraform variable: brings the gateway's password. */
export const PASSWORD_VARIABLE = 'gateway_password';
/** An ordinary Terraform variable: brings a part of a URL, which is no secret. */
export const HOST_VARIABLE = 'alerts_host';

/** Environment variable that brings the endpoint of the emulated AWS to the program. */
export const ENDPOINT_ENV = 'DEPLOY_TEST_ENDPOINT';

/** Where End User Messaging sends from, apart from the couriers. */
export const MESSAGING_REGION = 'eu-west-1';
/** A pool of senders there. */
export const POOL = 'pool-0123456789abcdef0123456789abcdef';

/** The stack of the suite on alarms, dashboard and traces, and the topic that its alarms tell. */
export const WATCHED_STACK = 'watched';
export const WATCHED_TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:oncall`;

/** Environment variable that tells the program of the upgrade which courier to declare. */
export const FORM_ENV = 'DEPLOY_TEST_FORM';
/** As it was before; with another prefix; with every prop; the same, but what is kept may be destroyed; taken out, and with two resources forgotten. */
export type Form = 'older' | 'renamed' | 'everything' | 'unretained' | 'gone' | 'forgotten';
