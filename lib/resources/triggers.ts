import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import type { Shared } from './shared';

/** Messages that one invocation takes; they are delivered in parallel. */
const BATCH_SIZE = 10;

export function createEventSourceMapping(
  scope: Construct,
  queue: SqsQueue,
  courierFunction: LambdaFunction,
  { settings, common }: Shared,
): LambdaEventSourceMapping {
  return new LambdaEventSourceMapping(scope, 'EventSourceMapping', {
    eventSourceArn: queue.arn,
    functionName: courierFunction.arn,
    batchSize: BATCH_SIZE,
    functionResponseTypes: ['ReportBatchItemFailures'],
    scalingConfig: { maximumConcurrency: settings.maximumConcurrency },
    ...common,
  });
}

/** An asynchronous invoke has nobody to answer to: what fails after Lambda's two retries goes to the dead letters. */
export function createEventInvokeConfig(
  scope: Construct,
  courierFunction: LambdaFunction,
  deadLetterQueue: SqsQueue,
  { untagged }: Shared,
): LambdaFunctionEventInvokeConfig {
  return new LambdaFunctionEventInvokeConfig(scope, 'EventInvokeConfig', {
    functionName: courierFunction.functionName,
    maximumRetryAttempts: 2,
    destinationConfig: { onFailure: { destination: deadLetterQueue.arn } },
    ...untagged,
  });
}
