import type { Need } from './decide';

const SEND = ['kms:GenerateDataKey', 'kms:Decrypt'];
const READ = ['kms:Decrypt'];
/** AWS names all of these for who uses a table; which of them a request comes to is not told. */
const TABLE = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:DescribeKey',
];

/**
 * What is asked of the key that data is encrypted with, on behalf of who wants the data.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#sqs-what-permissions-for-sse
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms-authz
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'sqs:SendMessage': SEND,
  'sqs:ReceiveMessage': READ,
  'dynamodb:GetItem': TABLE,
  'dynamodb:UpdateItem': TABLE,
  'dynamodb:Query': TABLE,
  'ssm:GetParameters': READ,
  'secretsmanager:GetSecretValue': READ,
};

/** From the ARN of a resource to that of the customer managed key that it is encrypted with. */
export type Keys = ReadonlyMap<string, string>;

export function keyNeeds({ action, resource }: Need, keys: Keys, region: string): Need[] {
  // an index is encrypted as its table
  const key = keys.get(resource.replace(/\/index\/[^/]*$/, ''));
  if (key === undefined) return [];
  const context = { 'kms:ViaService': `${action.split(':', 1)[0]}.${region}.amazonaws.com` };
  return (KEY_ACTIONS[action] ?? []).map((each) => ({ action: each, resource: key, context }));
}
