import { errorName } from '../error-name';
import { ATTRIBUTE, InvalidMessage, MAX_MESSAGE_BYTES, type Message, parseMessage, sqsJson } from '../message';
import { Refusal, unavailable } from './refusal';
import type { IngressServices } from './services';

export interface Enqueued {
  readonly message: Message;
  /** The sender's id, or the SQS message id, which the courier's log goes by. */
  readonly id: string;
}

/** Checks a message and puts it into the queue, its expiry fixed. @throws {Refusal} */
export async function enqueue(value: unknown, source: string, services: IngressServices): Promise<Enqueued> {
  const message = check(value, source, services);
  const body = sqsJson({
    ...(value as object),
    ...(message.requestHeaders ? { request_headers: message.requestHeaders } : {}),
    expires_at: new Date(message.expiresAt).toISOString(),
  });
  checkSize(Buffer.byteLength(body));
  const attributes = { [ATTRIBUTE.origin]: source, ...(message.hasStatedLife ? {} : { [ATTRIBUTE.life]: 'default' }) };
  const sent = await send(body, attributes, services);
  return { message, id: message.hasOwnId ? message.id : sent };
}

/** @throws {Refusal} of status 413 */
export function checkSize(bytes: number): void {
  if (bytes > MAX_MESSAGE_BYTES)
    throw new Refusal(413, 'message_too_large', `${bytes} bytes: a message has ${MAX_MESSAGE_BYTES} at most`);
}

function check(value: unknown, origin: string, { defaults, now }: IngressServices): Message {
  try {
    return parseMessage(value, { enteredAt: now(), fallbackId: '', origin, identifiedBy: 'content' }, defaults);
  } catch (error) {
    if (!(error instanceof InvalidMessage)) throw error;
    throw new Refusal(422, 'invalid_message', error.message);
  }
}

/** @throws {Refusal} of status 503 */
async function send(
  body: string,
  attributes: Readonly<Record<string, string>>,
  services: IngressServices,
): Promise<string> {
  try {
    return await services.send(body, attributes);
  } catch (error) {
    throw unavailable(`the queue cannot be reached: ${errorName(error)}`);
  }
}
