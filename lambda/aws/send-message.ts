import { callJson } from './signed-call';

export interface OutgoingMessage {
  readonly queueUrl: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** 0 to 900. @default 0 */
  readonly delaySeconds?: number;
}

/** What no text of SQS may hold. */
const REFUSED = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Puts a message into a queue; tried again once after a fault of the service, so that it may be there twice.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 *
 * @returns its SQS message id
 */
export async function sendMessage(
  { queueUrl, body, attributes, delaySeconds = 0 }: OutgoingMessage,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const input = {
    QueueUrl: queueUrl,
    MessageBody: body,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: 'String', StringValue: value.replace(REFUSED, '\ufffd') },
      ]),
    ),
    DelaySeconds: delaySeconds,
  };
  const answer = await callJson({ service: 'sqs', target: 'AmazonSQS.SendMessage', version: '1.0', input }, env);
  return (answer as { readonly MessageId: string }).MessageId;
}
