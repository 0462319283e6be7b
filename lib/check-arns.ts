import { Token } from 'cdktf';
import type { SmsCourierProps } from './sms-courier-props';

const KEY = /^arn:[^:]+:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;
const POLICY = /^arn:[^:]+:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/;

/** Reports ARNs that are none; those that are Terraform tokens only the deploy knows. */
export function checkArns({ kmsKeyArn, permissionsBoundaryArn }: SmsCourierProps): string[] {
  return [
    ...checkKeyArn(kmsKeyArn),
    ...checkArn(
      'permissionsBoundaryArn',
      permissionsBoundaryArn,
      POLICY,
      'the ARN of a managed policy, arn:aws:iam::<account>:policy/<name>',
    ),
  ];
}

/** The courier's key, or a secret's. */
export function checkKeyArn(kmsKeyArn: string | undefined): string[] {
  return checkArn(
    'kmsKeyArn',
    kmsKeyArn,
    KEY,
    'the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>; an alias is no use, since policies do not know it',
  );
}

function checkArn(name: string, arn: string | undefined, form: RegExp, expected: string): string[] {
  if (arn === undefined || Token.isUnresolved(arn) || form.test(arn)) return [];
  return [`${name} is ${JSON.stringify(arn)}: use ${expected}`];
}
