import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { assumedBy, policyJson } from '../policies';
import type { Statement } from '../statement';
import type { Shared } from './shared';

/** The role of a function. */
export function createRole(scope: Construct, name: string, { settings, common }: Shared): IamRole {
  const { permissionsBoundaryArn } = settings;
  return new IamRole(scope, 'Role', {
    name,
    assumeRolePolicy: assumedBy('lambda.amazonaws.com'),
    ...(permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: permissionsBoundaryArn }),
    ...common,
  });
}

/** All that the role may do. */
export function createPolicy(
  scope: Construct,
  name: string,
  role: IamRole,
  statements: readonly Statement[],
  { untagged }: Shared,
): IamRolePolicy {
  return new IamRolePolicy(scope, 'Policy', { name, role: role.name, policy: policyJson(statements), ...untagged });
}
