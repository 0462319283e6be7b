import type { Statement } from './statement';

/** A customer managed key, and the region in which services use it. */
export interface KeyResources {
  readonly keyArn: string;
  readonly region: string;
}

/** The same, for a function whose environment is encrypted with it as well. */
export interface FunctionKey extends KeyResources {
  readonly functionArn: string;
}

/**
 * The key of a queue. Whoever sends also decrypts: SQS has the data key verified.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#sqs-what-permissions-for-sse
 */
export function useQueueKey(Sid: string, { keyArn, region }: KeyResources): Statement {
  return {
    Sid,
    Effect: 'Allow',
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    Resource: keyArn,
    ...via('sqs', region),
  };
}

/**
 * The key of a table: what AWS writes as `kms:ReEncrypt*` and `kms:GenerateDataKey*`, in full and without pairs of keys, which tables have none of.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html#dynamodb-kms-authz
 */
export function useTableKey(Sid: string, { keyArn, region }: KeyResources): Statement {
  return {
    Sid,
    Effect: 'Allow',
    Action: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:DescribeKey',
    ],
    Resource: keyArn,
    ...via('dynamodb', region),
  };
}

/**
 * The key of a function's environment. Lambda has a grant of its own, which is lost when the role is made anew; with this the function
 * starts all the same.
 */
export function useEnvironmentKey(Sid: string, { keyArn, functionArn }: FunctionKey): Statement {
  return {
    Sid,
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: keyArn,
    Condition: { StringEquals: { 'kms:EncryptionContext:aws:lambda:FunctionArn': functionArn } },
  };
}

/**
 * Keys that secrets are encrypted with: for reading these secrets, not for whatever else the author has encrypted with them.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function useSecretKeys(
  Sid: string,
  service: 'ssm' | 'secretsmanager',
  keyArns: readonly string[],
  region: string,
): Statement[] {
  return keyArns.length === 0
    ? []
    : [{ Sid, Effect: 'Allow', Action: ['kms:Decrypt'], Resource: keyArns, ...via(service, region) }];
}

/** For requests of a service alone, never for the function's own. Their names end in `.com`, in China in `.com.cn`, in the European Sovereign Cloud in `.eu`. */
function via(service: string, region: string): Pick<Statement, 'Condition'> {
  return { Condition: { StringLike: { 'kms:ViaService': `${service}.${region}.amazonaws.*` } } };
}
