import { localArn } from '../arn';
import type { Need } from './decide';

/** A function, as far as Lambda acts for it. */
export interface ActedFor {
  readonly name: string;
  readonly region: string;
  /** Of the key that its environment is encrypted with. */
  readonly keyArn?: string;
  readonly vpc?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  readonly isTraced: boolean;
}

/** What Lambda needs of a function's role. */
export interface LambdaNeeds {
  /** Without it the function does not start. */
  readonly start: readonly Need[];
  /** Without it what the function writes is lost. */
  readonly log: readonly Need[];
  /** Without it its traces are lost. */
  readonly trace: readonly Need[];
}

export function lambdaNeeds({ name, region, keyArn, vpc, isTraced }: ActedFor): LambdaNeeds {
  const stream = localArn('logs', region, `log-group:/aws/lambda/${name}:log-stream:local`);
  return {
    start: [
      ...(keyArn === undefined ? [] : [decryptEnvironment(keyArn, localArn('lambda', region, `function:${name}`))]),
      ...(vpc === undefined ? [] : interfaces(vpc, region)),
    ],
    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-permissions.html
    log: on([stream], 'logs:CreateLogStream', 'logs:PutLogEvents'),
    // https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
    trace: isTraced ? on(['*'], 'xray:PutTraceSegments', 'xray:PutTelemetryRecords') : [],
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html */
function decryptEnvironment(keyArn: string, functionArn: string): Need {
  const context = { 'kms:EncryptionContext:aws:lambda:FunctionArn': functionArn };
  return { action: 'kms:Decrypt', resource: keyArn, context };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions */
function interfaces({ subnetIds, securityGroupIds }: Required<ActedFor>['vpc'], region: string): Need[] {
  const arn = (resource: string) => localArn('ec2', region, resource);
  const made = arn('network-interface/eni-local');
  const subnets = subnetIds.map((id) => arn(`subnet/${id}`));
  const groups = securityGroupIds.map((id) => arn(`security-group/${id}`));
  return [
    ...on(['*'], 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'),
    ...on([made, ...subnets, ...groups], 'ec2:CreateNetworkInterface'),
    ...on([made], 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses', 'ec2:DeleteNetworkInterface'),
  ];
}

function on(resources: readonly string[], ...actions: readonly string[]): Need[] {
  return actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
}
