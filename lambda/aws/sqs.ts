import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

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

export function queuesOverSqs(client: SQSClient = new SQSClient({})): Queues {
  return {
    async send(queueUrl, body, attributes = {}, delaySeconds = 0) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      );
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes,
          DelaySeconds: delaySeconds,
        }),
      );
    },
    async remove(queueUrl, receiptHandle) {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
    },
    async delay(queueUrl, receiptHandle, seconds) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    },
  };
}

let shared: Queues | undefined;

/** One client per execution environment. */
export function sharedQueues(): Queues {
  shared ??= queuesOverSqs();
  return shared;
}
