import { Fn, Token } from 'cdktf';
import type { Place } from './place';
import type { Statement } from './statement';
import type { VpcProps } from './vpc-props';

/** A function in a VPC, and where it is. */
export interface NetworkResources extends VpcProps, Place {
  readonly functionArn: string;
}

/**
 * What Lambda needs to give a function its network interfaces, by the function's role; and that the function's own code may do none of it.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
export function networkStatements(network: NetworkResources): Statement[] {
  const { functionArn, partition, region, account, subnetIds, securityGroupIds } = network;
  const inAccount = `arn:${partition}:ec2:${region}:${account}`;
  const interfaces = `${inAccount}:network-interface/*`;
  const allowed: Statement[] = [
    {
      Sid: 'CreateNetworkInterfaces',
      Effect: 'Allow',
      Action: ['ec2:CreateNetworkInterface'],
      Resource: [
        interfaces,
        ...arns('subnet', subnetIds, network),
        ...arns('security-group', securityGroupIds, network),
      ],
    },
    {
      Sid: 'AddressNetworkInterfaces',
      Effect: 'Allow',
      Action: ['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
      Resource: interfaces,
    },
    {
      Sid: 'DeleteNetworkInterfaces',
      Effect: 'Allow',
      Action: ['ec2:DeleteNetworkInterface'],
      // Lambda refuses the role if this names the interfaces: https://github.com/hashicorp/terraform-provider-aws/issues/20698
      Resource: `${inAccount}:*/*`,
    },
    {
      Sid: 'DescribeNetwork',
      Effect: 'Allow',
      Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
      // EC2 knows no resources for these: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
      Resource: '*',
    },
  ];
  return [
    ...allowed,
    {
      // Lambda's own requests bear no function: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
      Sid: 'KeepCodeFromNetwork',
      Effect: 'Deny',
      Action: allowed.flatMap(({ Action }) => Action),
      Resource: '*',
      Condition: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
    },
  ];
}

/**
 * An ARN for each id, of any account, since the subnets of a shared VPC are its owner's. Those of a list that only the deploy knows come as
 * one text, which brings the quotes between them along.
 */
function arns(type: string, ids: readonly string[], { partition, region }: Place): string[] {
  return Token.isUnresolved(ids)
    ? [Fn.join(Fn.rawString('","'), Fn.formatlist('arn:%s:ec2:%s:*:%s/%s', [partition, region, type, ids]))]
    : ids.map((id) => `arn:${partition}:ec2:${region}:*:${type}/${id}`);
}
