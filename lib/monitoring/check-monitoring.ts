import { Token } from 'cdktf';
import type { SmsCourierProps } from '../sms-courier-props';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const MAX_TOPICS = 5;
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;

/** @returns all that is wrong with where alarms are sent */
export function checkMonitoring({ alarmTopicArns = [], alarms }: SmsCourierProps): string[] {
  // a list that only the deploy knows
  if (Token.isUnresolved(alarmTopicArns)) return [];
  return [
    ...(alarms === false && alarmTopicArns.length > 0
      ? ['alarmTopicArns is given, and alarms is false: leave one of them out']
      : []),
    ...(alarmTopicArns.length > MAX_TOPICS
      ? [`alarmTopicArns has ${alarmTopicArns.length} topics: CloudWatch tells ${MAX_TOPICS} at most`]
      : []),
    ...alarmTopicArns
      .filter((arn) => !Token.isUnresolved(arn) && !TOPIC_ARN.test(arn))
      .map(
        (arn) =>
          `alarmTopicArns has "${arn}": give the ARN of an SNS topic in the courier's region, arn:aws:sns:<region>:<account>:<name>`,
      ),
  ];
}
