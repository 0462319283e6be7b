import { callJson } from './signed-call';

/** The calls that the courier makes to SQS. */
export interface Queues {
  /** The message comes out of the queue after so many seconds (0 to 900). */
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

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html */
export function queuesOverSqs(env: NodeJS.ProcessEnv = process.env): Queues {
  const call = async (action: string, input: Readonly<Record<string, unknown>>): Promise<void> => {
    await callJson({ service: 'sqs', target: `AmazonSQS.${action}`, version: '1.0', input }, env);
  };
  return {
    send(queueUrl, body, attributes = {}, delaySeconds = 0) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      );
      return call('SendMessage', {
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageAttributes,
        DelaySeconds: delaySeconds,
      });
    },
    remove(queueUrl, receiptHandle) {
      return call('DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle: receiptHandle });
    },
    delay(queueUrl, receiptHandle, seconds) {
      return call('ChangeMessageVisibility', {
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      });
    },
  };
}
