import type { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { NAMESPACE } from '../../lambda/log-line';

/** A metric of CloudWatch, by all that it is told apart by. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What the courier's log lines measure. */
export function courierMetric(
  courier: string,
  name: string,
  dimensions: Readonly<Record<string, string>> = {},
): Metric {
  return { namespace: NAMESPACE, name, dimensions: { courier, ...dimensions } };
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function queueMetric(
  queue: SqsQueue,
  name:
    | 'ApproximateAgeOfOldestMessage'
    | 'ApproximateNumberOfMessagesVisible'
    | 'ApproximateNumberOfMessagesNotVisible'
    | 'ApproximateNumberOfMessagesDelayed',
): Metric {
  return { namespace: 'AWS/SQS', name, dimensions: { QueueName: queue.name } };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionMetric(
  { functionName }: LambdaFunction,
  name: 'Errors' | 'Throttles' | 'Duration' | 'ConcurrentExecutions' | 'DestinationDeliveryFailures',
): Metric {
  return { namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName } };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export function apiMetric(api: Apigatewayv2Api, name: '4xx' | '5xx'): Metric {
  return { namespace: 'AWS/ApiGateway', name, dimensions: { ApiId: api.id } };
}
