import { gather } from './gather';
import { sendMessage } from './send-message';
import { AwsError, callJson } from './signed-call';

/** The calls that the courier makes to SQS. */
export interface Queues {
  /** The message comes out of the queue after so many seconds (0 to 900). What SQS refuses in attributes is replaced; the body must hold none of it. */
  send(
    queueUrl: string,
    body: string,
    attributes?: Readonly<Record<string, string>>,
    delaySeconds?: number,
  ): Promise<void>;
  /** Takes a received message out of the queue; taking it out twice is no error. */
  remove(queueUrl: string, receiptHandle: string): Promise<void>;
  /** Makes a received message visible again after so many seconds (0 to 43,200). */
  delay(queueUrl: string, receiptHandle: string, seconds: number): Promise<void>;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
const DELETE_BATCH = 10;

interface DeleteAnswer {
  readonly Failed?: readonly { readonly Id: string; readonly SenderFault: boolean; readonly Code: string }[];
}

/** One action of SQS's: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html */
export type SqsCall = (action: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html */
export function sqsCall(env: NodeJS.ProcessEnv = process.env): SqsCall {
  return (action, input) => callJson({ service: 'sqs', target: `AmazonSQS.${action}`, version: '1.0', input }, env);
}

export function queuesOverSqs(env: NodeJS.ProcessEnv = process.env): Queues {
  const call = sqsCall(env);
  const removerOf = (QueueUrl: string) =>
    gather(DELETE_BATCH, async (handles: readonly string[]) => {
      const Entries = handles.map((ReceiptHandle, place) => ({ Id: String(place), ReceiptHandle }));
      const { Failed = [] } = (await call('DeleteMessageBatch', { QueueUrl, Entries })) as DeleteAnswer;
      return new Map(Failed.map((each) => [Number(each.Id), new AwsError(each.Code, each.SenderFault ? 400 : 500)]));
    });
  const removers = new Map<string, (receiptHandle: string) => Promise<void>>();
  return {
    async send(queueUrl, body, attributes = {}, delaySeconds = 0) {
      await sendMessage({ queueUrl, body, attributes, delaySeconds }, env);
    },
    remove(queueUrl, receiptHandle) {
      let remover = removers.get(queueUrl);
      if (remover === undefined) {
        remover = removerOf(queueUrl);
        removers.set(queueUrl, remover);
      }
      return remover(receiptHandle);
    },
    async delay(queueUrl, receiptHandle, seconds) {
      await call('ChangeMessageVisibility', {
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      });
    },
  };
}
