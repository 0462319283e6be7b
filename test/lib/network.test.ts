import { TerraformVariable } from 'cdktf';
import type { SmsCourierProps } from '../../lib';
import * as library from '../../lib';
import { everything, VPC } from '../support/everything';
import { courier, readable, resources, synthesized, testStack } from '../support/stack';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

/** What the policies of the courier and of its ingress say of EC2. */
function ec2(props: Partial<SmsCourierProps>, stack = testStack()): { courier: Statement[]; ingress: Statement[] } {
  courier(props, stack);
  const policies = Object.entries(synthesized(stack).resource['aws_iam_role_policy'] ?? {});
  const of = (id: RegExp) =>
    (
      JSON.parse(readable(String(policies.find(([key]) => id.test(key))?.[1]['policy']))) as { Statement: Statement[] }
    ).Statement.filter(({ Action }) => Action.some((action) => action.startsWith('ec2:')));
  return { courier: of(/^Sms_Policy/), ingress: of(/^Sms_Ingress_Policy/) };
}

const said = (statements: Statement[]) =>
  statements.flatMap(({ Effect, Action, Resource, Condition }) =>
    [Resource]
      .flat()
      .map(
        (resource) =>
          `${Effect} ${Action.join(' ')} on ${resource}${Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`}`,
      ),
  );

it('runs both functions in the VPC', () => {
  const stack = testStack();
  courier(everything(library), stack);
  const functions = resources(stack, 'aws_lambda_function');
  expect(functions).toHaveLength(2);
  for (const { vpc_config } of functions)
    expect(vpc_config).toEqual({ subnet_ids: VPC.subnetIds, security_group_ids: VPC.securityGroupIds });
});

it('lets Lambda have its network interfaces in these subnets, and the function’s code do nothing to the network', () => {
  const { courier, ingress } = ec2(everything(library));
  expect(said(courier)).toMatchInlineSnapshot(`
[
  "Allow ec2:CreateNetworkInterface on arn:<queue arn 1>:ec2:<queue arn 3>:<queue arn 4>:network-interface/*",
  "Allow ec2:CreateNetworkInterface on arn:<queue arn 1>:ec2:<queue arn 3>:*:subnet/subnet-0a1b2c3d4e5f60718",
  "Allow ec2:CreateNetworkInterface on arn:<queue arn 1>:ec2:<queue arn 3>:*:subnet/subnet-0b1c2d3e4f5a60718",
  "Allow ec2:CreateNetworkInterface on arn:<queue arn 1>:ec2:<queue arn 3>:*:security-group/sg-0a1b2c3d4e5f60718",
  "Allow ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses on arn:<queue arn 1>:ec2:<queue arn 3>:<queue arn 4>:network-interface/*",
  "Allow ec2:DeleteNetworkInterface on arn:<queue arn 1>:ec2:<queue arn 3>:<queue arn 4>:*/*",
  "Allow ec2:DescribeNetworkInterfaces ec2:DescribeSubnets on *",
  "Deny ec2:CreateNetworkInterface ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets on * if {"ArnEquals":{"lambda:SourceFunctionArn":"arn:<queue arn 1>:lambda:<queue arn 3>:<queue arn 4>:function:stack-Sms-cb34dbeb"}}",
]
`);
  expect(said(ingress).map((line) => line.replace('-ingress', ''))).toEqual(said(courier));
  expect(said(ingress).at(-1)).toContain(':function:stack-Sms-cb34dbeb-ingress"');
});

it('denies the code all that it lets Lambda do', () => {
  const statements = ec2(everything(library)).courier;
  const actions = (effect: string) =>
    statements.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => Action);
  expect(actions('Deny').sort()).toEqual(actions('Allow').sort());
});

it('names subnets of a list that only the deploy knows', () => {
  const stack = testStack();
  const list = new TerraformVariable(stack, 'subnets', { type: 'list(string)' });
  courier({ vpc: { ...VPC, subnetIds: list.listValue } }, stack);
  expect(resources(stack, 'aws_lambda_function')[0]?.['vpc_config']).toMatchObject({ subnet_ids: '${var.subnets}' });
  const policy = resources(stack, 'aws_iam_role_policy')[0]?.['policy'];
  // what Terraform makes of it stands in test/deploy
  expect(policy).toMatch(
    /"\$\{join\("\\",\\"", formatlist\("arn:%s:ec2:%s:\*:%s\/%s", .*, "subnet", var\.subnets\)\)\}","arn:.*:security-group\/sg-0a1b2c3d4e5f60718"/,
  );
});

it('takes ids that only the deploy knows', () => {
  const stack = testStack();
  const id = new TerraformVariable(stack, 'subnet', { type: 'string' }).stringValue;
  const [create] = ec2({ ...everything(library), vpc: { ...VPC, subnetIds: [id] } }, stack).courier;
  expect(create?.Resource).toContain('arn:<queue arn 1>:ec2:<queue arn 3>:*:subnet/${var.subnet}');
});

it('needs nothing of EC2 without a VPC', () => {
  const { vpc, ...others } = everything(library);
  const { courier, ingress } = ec2(others);
  expect([...courier, ...ingress]).toEqual([]);
});

describe('refuses', () => {
  it.each<[string, object, string]>([
    [
      'no subnets',
      { ...VPC, subnetIds: [] },
      'vpc.subnetIds is empty: name at least one, such as "subnet-0a1b2c3d4e5f60718"',
    ],
    ['no security groups', { subnetIds: VPC.subnetIds }, 'vpc.securityGroupIds is empty: name at least one'],
    [
      'what is no subnet',
      { ...VPC, subnetIds: ['subnet-0a1b2c3d4e5f60718', 'sg-0a1b2c3d4e5f60718'] },
      'vpc.subnetIds[1] is "sg-0a1b2c3d4e5f60718": use an id such as "subnet-0a1b2c3d4e5f60718"',
    ],
    [
      'what is no security group',
      { ...VPC, securityGroupIds: ['default'] },
      'vpc.securityGroupIds[0] is "default": use an id such as "sg-0a1b2c3d4e5f60718"',
    ],
    [
      'more security groups than Lambda takes',
      { ...VPC, securityGroupIds: Array.from({ length: 6 }, () => 'sg-0a1b2c3d') },
      'vpc.securityGroupIds has 6 items: Lambda takes 5 at most',
    ],
    [
      'more subnets than Lambda takes',
      { ...VPC, subnetIds: Array.from({ length: 17 }, () => 'subnet-0a1b2c3d') },
      'vpc.subnetIds has 17 items: Lambda takes 16 at most',
    ],
  ])('%s', (_, vpc, message) => {
    expect(() => courier({ vpc } as Partial<SmsCourierProps>)).toThrow(message);
  });

  it('several mistakes in one error', () => {
    expect(() =>
      courier({ vpc: { subnetIds: ['a'], securityGroupIds: [] }, kmsKeyArn: 'k', tags: { 'aws:a': 'b' } }),
    ).toThrow(
      /^invalid SmsCourier "stack\/Sms": tag "aws:a".*vpc\.subnetIds\[0\].*vpc\.securityGroupIds is empty.*kmsKeyArn is "k"/,
    );
  });
});
