import { SqsQueue, type SqsQueueConfig } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import { maxReceives } from '../../lambda/receives';
import type { Settings } from '../settings';
import type { Shared } from './shared';

const DAY_SECONDS = 86_400;
/** How long a message whose invocation died stays hidden; short, since a code's life is. Never below the function's time-out. */
const VISIBILITY_SECONDS = 60;
const VISIBILITY_MARGIN_SECONDS = 15;

export function createDeadLetterQueue(scope: Construct, name: string, { settings, common }: Shared): SqsQueue {
  return new SqsQueue(scope, 'DeadLetterQueue', {
    name: `${name}-dead-letters`,
    messageRetentionSeconds: settings.deadLetterDays * DAY_SECONDS,
    ...encryption(settings),
    ...(settings.retainOnDestroy ? { lifecycle: { preventDestroy: true } } : {}),
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
    ...encryption(settings),
    redrivePolicy: JSON.stringify({
      deadLetterTargetArn: deadLetterQueue.arn,
      maxReceiveCount: maxReceives(settings.maxAttempts),
    }),
    ...common,
  });
}

/** A queue has one kind of encryption: naming the other, even to say no, is an error. */
function encryption({ kmsKeyArn }: Settings): Pick<SqsQueueConfig, 'sqsManagedSseEnabled' | 'kmsMasterKeyId'> {
  return kmsKeyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: kmsKeyArn };
}
