import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import type { Shared } from './shared';

export function createLogGroup(
  scope: Construct,
  id: string,
  name: string,
  { settings, common }: Shared,
): CloudwatchLogGroup {
  const { logDays, kmsKeyArn } = settings;
  return new CloudwatchLogGroup(scope, id, {
    name,
    retentionInDays: logDays,
    ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
    ...common,
  });
}
