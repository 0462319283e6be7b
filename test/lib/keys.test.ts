import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { TerraformVariable } from 'cdktf';
import * as library from '../../lib';
import { BOUNDARY_ARN, everything, KEY_ARN } from '../support/everything';
import { courier, only, readable, resources, synthesized, testStack } from '../support/stack';

interface Statement {
  readonly Sid: string;
  readonly Action: string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

/** What a policy allows with the courier's key itself, a line a statement. */
const withKey = (policy: unknown) =>
  (JSON.parse(readable(String(policy))) as { Statement: Statement[] }).Statement.filter(
    ({ Resource }) => Resource === KEY_ARN,
  ).map(({ Sid, Action, Condition }) => `${Sid}: ${Action.join(' ')} if ${JSON.stringify(Condition)}`);

const policyOf = (stack: ReturnType<typeof testStack>, id: RegExp) =>
  Object.entries(synthesized(stack).resource['aws_iam_role_policy'] ?? {}).find(([key]) => id.test(key))?.[1]['policy'];

describe('a key of the author’s', () => {
  it('encrypts all that is at rest', () => {
    const stack = testStack();
    courier(everything(library), stack);
    const queues = resources(stack, 'aws_sqs_queue');
    const logGroups = resources(stack, 'aws_cloudwatch_log_group');
    const functions = resources(stack, 'aws_lambda_function');
    expect([queues.length, logGroups.length, functions.length]).toEqual([2, 3, 2]);
    for (const queue of queues) {
      expect(queue).toMatchObject({ kms_master_key_id: KEY_ARN });
      expect(queue).not.toHaveProperty('sqs_managed_sse_enabled');
    }
    for (const group of logGroups) expect(group).toMatchObject({ kms_key_id: KEY_ARN });
    for (const each of functions) expect(each).toMatchObject({ kms_key_arn: KEY_ARN });
    expect(only(stack, 'aws_dynamodb_table')).toMatchObject({
      server_side_encryption: { enabled: true, kms_key_arn: KEY_ARN },
    });
  });

  it('may be used by the courier for its queues, its ledger and its environment, through these services only', () => {
    const stack = testStack();
    courier(everything(library), stack);
    expect(withKey(policyOf(stack, /^Sms_Policy/))).toMatchInlineSnapshot(`
[
  "UseKeyOfQueues: kms:GenerateDataKey kms:Decrypt if {"StringLike":{"kms:ViaService":"sqs.<queue arn 3>.amazonaws.*"}}",
  "UseKeyOfLedger: kms:Encrypt kms:Decrypt kms:ReEncryptFrom kms:ReEncryptTo kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext kms:DescribeKey if {"StringLike":{"kms:ViaService":"dynamodb.<queue arn 3>.amazonaws.*"}}",
  "DecryptEnvironment: kms:Decrypt if {"StringEquals":{"kms:EncryptionContext:aws:lambda:FunctionArn":"arn:<queue arn 1>:lambda:<queue arn 3>:<queue arn 4>:function:stack-Sms-cb34dbeb"}}",
]
`);
  });

  it('may be used by the ingress to send and to start, and not for the ledger', () => {
    const stack = testStack();
    courier(everything(library), stack);
    expect(withKey(policyOf(stack, /^Sms_Ingress_Policy/))).toMatchInlineSnapshot(`
[
  "UseKeyOfQueue: kms:GenerateDataKey kms:Decrypt if {"StringLike":{"kms:ViaService":"sqs.<queue arn 3>.amazonaws.*"}}",
  "DecryptEnvironment: kms:Decrypt if {"StringEquals":{"kms:EncryptionContext:aws:lambda:FunctionArn":"arn:<queue arn 1>:lambda:<queue arn 3>:<queue arn 4>:function:stack-Sms-cb34dbeb-ingress"}}",
]
`);
  });

  it('may be used by whoever may send messages, and by nobody for being let invoke', () => {
    const stack = testStack();
    const sms = courier({ kmsKeyArn: KEY_ARN }, stack);
    const backend = new IamRole(stack, 'Backend', { assumeRolePolicy: '{}' });
    sms.grantEnqueue(backend);
    sms.grantInvoke(backend);
    const grant = policyOf(stack, /^Backend_Enqueue/);
    expect(withKey(grant)).toEqual([
      'EncryptSms: kms:GenerateDataKey kms:Decrypt if {"StringLike":{"kms:ViaService":"sqs.<queue arn 3>.amazonaws.*"}}',
    ]);
    expect(withKey(policyOf(stack, /^Backend_Invoke/))).toEqual([]);
    const elsewhere = JSON.parse(sms.enqueuePolicyJson()) as { Statement: Statement[] };
    expect(elsewhere.Statement.map(({ Sid }) => Sid)).toEqual(['EnqueueSms', 'EncryptSms']);
  });

  it('may be one that only the deploy knows', () => {
    const stack = testStack();
    const kmsKeyArn = new TerraformVariable(stack, 'key', { type: 'string' }).stringValue;
    courier({ kmsKeyArn }, stack);
    expect(resources(stack, 'aws_sqs_queue')[0]).toMatchObject({ kms_master_key_id: '${var.key}' });
  });
});

it('is encrypted with keys of AWS unless one is given, and nobody needs a permission then', () => {
  const stack = testStack();
  courier({ ingress: { apiKey: library.SmsSecret.fromSsmParameter('/key') } }, stack);
  const queues = resources(stack, 'aws_sqs_queue');
  const policies = resources(stack, 'aws_iam_role_policy');
  expect([queues.length, policies.length]).toEqual([2, 2]);
  for (const queue of queues) {
    expect(queue).toMatchObject({ sqs_managed_sse_enabled: true });
    expect(queue).not.toHaveProperty('kms_master_key_id');
  }
  expect(only(stack, 'aws_dynamodb_table')['server_side_encryption']).toEqual({ enabled: true });
  for (const { policy } of policies) expect(policy).not.toContain('kms:');
});

it('bounds the roles of both functions', () => {
  const stack = testStack();
  courier(everything(library), stack);
  const roles = resources(stack, 'aws_iam_role');
  expect(roles).toHaveLength(2);
  for (const role of roles) expect(role).toMatchObject({ permissions_boundary: BOUNDARY_ARN });
  const unbounded = testStack();
  courier({}, unbounded);
  expect(only(unbounded, 'aws_iam_role')).not.toHaveProperty('permissions_boundary');
});

it('keeps ledger and dead letters from being destroyed where that is asked for, and nothing else', () => {
  const stack = testStack();
  courier(everything(library), stack);
  const kept = Object.values(synthesized(stack).resource).flatMap((byId) =>
    Object.entries(byId).flatMap(([id, { lifecycle }]) => (lifecycle === undefined ? [] : [[id, lifecycle]])),
  );
  expect(kept).toEqual([
    [expect.stringMatching(/^Sms_Ledger_/), { prevent_destroy: true }],
    [expect.stringMatching(/^Sms_DeadLetterQueue_/), { prevent_destroy: true }],
  ]);
  expect(only(stack, 'aws_dynamodb_table')).toMatchObject({ deletion_protection_enabled: true });
  const unkept = testStack();
  courier({}, unkept);
  expect(JSON.stringify(synthesized(unkept))).not.toMatch(/prevent_destroy|deletion_protection/);
});

describe('refuses', () => {
  it.each<[string, object, string]>([
    [
      'an alias of a key',
      { kmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:alias/sms' },
      'kmsKeyArn is "arn:aws:kms:eu-central-1:123456789012:alias/sms": use the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>; an alias is no use',
    ],
    ['the id of a key', { kmsKeyArn: '0f3c1a52-7d0c-4c43-9b6e-2f5d8f0e6a11' }, 'kmsKeyArn is "0f3c1a52-'],
    [
      'a boundary that is a name',
      { permissionsBoundaryArn: 'boundary' },
      'permissionsBoundaryArn is "boundary": use the ARN of a managed policy, arn:aws:iam::<account>:policy/<name>',
    ],
    [
      'a boundary that is a role',
      { permissionsBoundaryArn: 'arn:aws:iam::123456789012:role/boundary' },
      'permissionsBoundaryArn is "arn:aws:iam::123456789012:role/boundary"',
    ],
  ])('%s', (_, props, message) => {
    expect(() => courier(props)).toThrow(message);
  });

  it('no key and no boundary that AWS knows', () => {
    const mrk = 'arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-0f3c1a527d0c4c439b6e2f5d8f0e6a11';
    const path = 'arn:aws:iam::123456789012:policy/team/a+b=c,d.e@f-boundary';
    expect(() => courier({ kmsKeyArn: mrk, permissionsBoundaryArn: path })).not.toThrow();
    expect(() => courier({ permissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess' })).not.toThrow();
  });
});
