import type { SQSRecord } from 'aws-lambda';
import { readRequest } from '../lambda/courier/request';
import { ATTRIBUTE } from '../lambda/message';
import type { Received } from './local-courier';

/** The message that an invoke is to send; other actions send none, or put it on the queue, which tells of it then. */
export function invokedMessage(event: unknown): string | undefined {
  try {
    const request = readRequest(event);
    return request.action === 'send' ? JSON.stringify(request.message) : undefined;
  } catch {
    // the function says what is wrong with it
    return undefined;
  }
}

/** What a message on the queue was when a front door took it. */
export function receivedOf({ messageId, body, attributes, messageAttributes }: SQSRecord): Received {
  const text = (name: string) => messageAttributes[name]?.stringValue;
  return {
    door: text(ATTRIBUTE.origin) ?? 'queue',
    body,
    fallbackId: text(ATTRIBUTE.messageId) ?? messageId,
    at: Date.parse(text(ATTRIBUTE.enteredAt) ?? '') || Number(attributes.SentTimestamp),
  };
}
