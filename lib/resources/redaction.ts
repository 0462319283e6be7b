import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { Construct } from 'constructs';
import type { InvokeRequest } from '../../lambda/contract';
import type { Shared } from './shared';

const REQUEST: InvokeRequest = { action: 'redact' };

/** Has the courier redact its dead letters every hour. */
export function createRedactionSchedule(
  scope: Construct,
  name: string,
  courierFunction: LambdaFunction,
  { common, untagged }: Shared,
): void {
  const rule = new CloudwatchEventRule(scope, 'RedactionRule', {
    name: `${name}-redact`,
    description: `Takes text, code and number out of expired dead letters of ${name}`,
    scheduleExpression: 'rate(1 hour)',
    ...common,
  });
  new CloudwatchEventTarget(scope, 'RedactionTarget', {
    rule: rule.name,
    targetId: 'courier',
    arn: courierFunction.arn,
    input: JSON.stringify(REQUEST),
    ...untagged,
  });
  new LambdaPermission(scope, 'RedactionPermission', {
    statementId: 'RedactDeadLetters',
    functionName: courierFunction.functionName,
    action: 'lambda:InvokeFunction',
    principal: 'events.amazonaws.com',
    sourceArn: rule.arn,
    ...untagged,
  });
}
