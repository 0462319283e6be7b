import type { Queues } from '../aws/sqs';
import type { OpenCode } from '../cognito/sealed';
import type { Redact } from '../dead-letters/redact';
import type { Delivery } from '../delivery';
import type { JsonnetEvaluator } from '../jsonnet/evaluator';
import type { Secrets } from '../secrets/secrets';

/** What both front doors work with. */
export interface CourierServices {
  readonly delivery: Delivery;
  readonly secrets: Secrets;
  /** For previews; a provider has its own hold of it. */
  readonly jsonnet: JsonnetEvaluator;
  readonly queues: Queues;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Loaded by the first message that comes from Cognito. Absent: none does. */
  readonly openCode?: OpenCode;
  /** Loaded once an hour; tells whether it came to the end of the dead letters. Absent: the courier leaves them to others. */
  readonly redact?: (task: Redact) => Promise<boolean>;
}
