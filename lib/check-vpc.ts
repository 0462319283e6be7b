import { Token } from 'cdktf';
import type { VpcProps } from './vpc-props';

/** https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html */
const MOST = { subnetIds: 16, securityGroupIds: 5 } as const;
const FORM = { subnetIds: /^subnet-[0-9a-f]{8,17}$/, securityGroupIds: /^sg-[0-9a-f]{8,17}$/ } as const;
const EXAMPLE = { subnetIds: 'subnet-0a1b2c3d4e5f60718', securityGroupIds: 'sg-0a1b2c3d4e5f60718' } as const;

/** Reports ids that are none, as far as they are known at synth; a list that only the deploy knows may be anything. */
export function checkVpc(vpc: VpcProps | undefined): string[] {
  if (vpc === undefined) return [];
  return [...checkIds('subnetIds', vpc.subnetIds), ...checkIds('securityGroupIds', vpc.securityGroupIds)];
}

function checkIds(name: 'subnetIds' | 'securityGroupIds', ids: readonly string[] | undefined): string[] {
  if (Token.isUnresolved(ids)) return [];
  if (!ids?.length) return [`vpc.${name} is empty: name at least one, such as "${EXAMPLE[name]}"`];
  return [
    ...(ids.length <= MOST[name] ? [] : [`vpc.${name} has ${ids.length} items: Lambda takes ${MOST[name]} at most`]),
    ...ids.flatMap((id, index) =>
      Token.isUnresolved(id) || FORM[name].test(id)
        ? []
        : [`vpc.${name}[${index}] is ${JSON.stringify(id)}: use an id such as "${EXAMPLE[name]}"`],
    ),
  ];
}
