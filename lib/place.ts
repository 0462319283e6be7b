import { Fn } from 'cdktf';

/** `arn:partition:service:region:account` of another service where a resource of ours is: no data source, no call at plan. */
export function siblingArnPrefix(arn: string, service: string, otherRegion?: string): string {
  const { partition, region, account } = placeOf(arn);
  return `arn:${partition}:${service}:${otherRegion ?? region}:${account}`;
}

/** Where a resource is, from its ARN, which may be a Terraform token. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

export function placeOf(arn: string): Place {
  const part = (index: number): string => Fn.element(Fn.split(':', arn), index);
  return { partition: part(1), region: part(3), account: part(4) };
}
