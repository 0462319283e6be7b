import type { Queues } from '../aws/sqs';
import type { Delivery } from '../deliver';

/** What both front doors work with. */
export interface CourierServices {
  readonly delivery: Delivery;
  /** Loaded on first use: a message that goes well needs no SQS client. */
  readonly queues: () => Promise<Queues>;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}
