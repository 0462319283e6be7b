import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import { maxReceives } from '../../lambda/receives';
import type { Shared } from './shared';

const DAY_SECONDS = 86_400;
/** How long a message whose invocation died stays hidden; short, since a code's life is. Never below the function's time-out. */
const VISIBILITY_SECONDS = 60;
const VISIBILITY_MARGIN_SECONDS = 15;

export function createDeadLetterQueue(scope: Construct, name: string, { settings, common }: Shared): SqsQueue {
  return new SqsQueue(scope, 'DeadLetterQueue', {
    name: `${name}-dead-letters`,
    messageRetentionSeconds: settings.deadLetterDays * DAY_SECONDS,
    sqsManagedSseEnabled: true,
    ...common,
  });
}

export function createQueue(
  scope: Construct,
  name: string,
  deadLetterQueue: SqsQueue,
  { settings, common }: Shared,
): SqsQueue {
  return new SqsQueue(scope, 'Queue', {
    name: `${name}-queue`,
    messageRetentionSeconds: settings.queueDays * DAY_SECONDS,
    visibilityTimeoutSeconds: Math.max(VISIBILITY_SECONDS, settings.timeoutSeconds + VISIBILITY_MARGIN_SECONDS),
    sqsManagedSseEnabled: true,
    redrivePolicy: JSON.stringify({
      deadLetterTargetArn: deadLetterQueue.arn,
      maxReceiveCount: maxReceives(settings.maxAttempts),
    }),
    ...common,
  });
}
