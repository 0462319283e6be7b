import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, TerraformAsset } from 'cdktf';
import type { Construct } from 'constructs';
import { writeFunctionZip } from '../function-zip';
import type { Shared } from './shared';

/** A zip with the code of both functions and their configuration. */
export interface FunctionCode {
  readonly path: string;
  readonly sha256: string;
}

export function createCode(scope: Construct, courierJson: string): FunctionCode {
  const zip = writeFunctionZip(courierJson);
  const { path } = new TerraformAsset(scope, 'FunctionCode', { path: zip.path, type: AssetType.FILE });
  return { path, sha256: zip.sha256 };
}

export interface FunctionInput {
  readonly name: string;
  readonly description: string;
  readonly role: IamRole;
  readonly policy: IamRolePolicy;
  readonly logGroup: CloudwatchLogGroup;
  readonly code: FunctionCode;
  readonly handler: 'index.handler' | 'ingress.handler';
  readonly memorySize: number;
  readonly timeout: number;
  readonly variables: Readonly<Record<string, string>>;
}

/** The courier's function or the ingress's: what they run on is the same. */
export function createFunction(
  scope: Construct,
  { name, description, role, policy, logGroup, code, handler, memorySize, timeout, variables }: FunctionInput,
  { settings: { vpc, kmsKeyArn, tracing }, common }: Shared,
): LambdaFunction {
  return new LambdaFunction(scope, 'Function', {
    functionName: name,
    description,
    role: role.arn,
    runtime: 'nodejs22.x',
    architectures: ['arm64'],
    handler,
    filename: code.path,
    sourceCodeHash: code.sha256,
    memorySize,
    timeout,
    environment: { variables },
    ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
    ...(vpc === undefined
      ? {}
      : { vpcConfig: { subnetIds: [...vpc.subnetIds], securityGroupIds: [...vpc.securityGroupIds] } }),
    ...(tracing ? { tracingConfig: { mode: 'Active' } } : {}),
    // without the log group Lambda would make one that is kept for ever; without the policy the first message would fail
    dependsOn: [logGroup, policy],
    ...common,
  });
}
