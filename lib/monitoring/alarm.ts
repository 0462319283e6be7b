import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import type { Shared } from '../resources/shared';
import type { Metric } from './metric';

/** What goes off when, and what it says to whom it wakes. */
export interface AlarmDefinition {
  readonly metric: Metric;
  readonly statistic: 'Sum' | 'Maximum';
  /** The alarm goes off at this value. */
  readonly threshold: number;
  /** @default 300 */
  readonly periodSeconds?: number;
  /** How many of how many periods in a row must be at the threshold. @default - the last one */
  readonly periods?: { readonly atLeast: number; readonly of: number };
  /** What has happened, and what follows from it for users. */
  readonly meaning: string;
  /** What to run first. */
  readonly command: string;
}

const PERIOD_SECONDS = 300;

/** @param courier physical name */
export function createAlarm(
  scope: Construct,
  courier: string,
  name: string,
  { metric, statistic, threshold, periodSeconds = PERIOD_SECONDS, periods, meaning, command }: AlarmDefinition,
  { settings, common }: Shared,
): CloudwatchMetricAlarm {
  const topics = [...settings.alarmTopicArns];
  return new CloudwatchMetricAlarm(scope, `Alarm-${name}`, {
    alarmName: `${courier}-${name}`,
    alarmDescription: `${meaning} Run: ${command} Then see docs/alarms.md#${name} of cdktf-sms-courier.`,
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: { ...metric.dimensions },
    statistic,
    period: periodSeconds,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold,
    evaluationPeriods: periods?.of ?? 1,
    ...(periods === undefined ? {} : { datapointsToAlarm: periods.atLeast }),
    // what is counted writes nothing while there is nothing to count
    treatMissingData: 'notBreaching',
    ...(topics.length === 0 ? {} : { alarmActions: topics, okActions: [...topics] }),
    ...common,
  });
}
