import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { COGNITO, openMessage } from '../cognito/sealed';
import { writeDeadLetter } from '../dead-letter';
import { deliver, secondsUntil } from '../deliver';
import { errorName } from '../error-name';
import { INVOKE, QUEUE } from '../front-doors';
import { ATTRIBUTE, type Entry, InvalidMessage, type Message, parseMessageText } from '../message';
import { settle } from '../settle';
import type { CourierServices } from './services';
import { nameAndPlace } from './unforeseen';

/**
 * SQS keeps a message invisible for twelve hours at most from when it was received, which may have been an invocation ago. Whoever
 * comes earlier than its retry meets the ledger's word, and waits on.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 */
const MAX_DELAY_SECONDS = 43_200 - 900;

/**
 * The queue's front door: delivers the messages of a batch in parallel and reports those that must come again.
 *
 * A retry is a visibility change and an entry in `batchItemFailures`; the courier never sends to the queue that feeds it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export async function handleQueue(
  event: SQSEvent,
  deadline: number,
  services: CourierServices,
): Promise<SQSBatchResponse> {
  const again = await Promise.all(
    event.Records.map((record) => handleRecord(record, event.Records.length > 1, deadline, services)),
  );
  return {
    batchItemFailures: event.Records.filter((_, index) => again[index]).map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  };
}

/** Whether the record must come again. Never throws: one message does not send its batch-mates back. */
async function handleRecord(
  record: SQSRecord,
  hasMates: boolean,
  deadline: number,
  services: CourierServices,
): Promise<boolean> {
  try {
    const again = await deliverRecord(record, deadline, services);
    if (!again && hasMates) await remove(record, services);
    return again;
  } catch (error) {
    services.delivery.log.warning(`put back: ${nameAndPlace(error)}`, record.messageId);
    return true;
  }
}

async function deliverRecord(record: SQSRecord, deadline: number, services: CourierServices): Promise<boolean> {
  const { config, log, now } = services.delivery;
  const entry = entryOf(record);
  let message: Message;
  try {
    const { text, problem } = await open(record, entry.origin, services);
    message = parseMessageText(text, entry, { ...config, ...config.delivery });
    // what has expired meanwhile can end without its code
    if (problem !== undefined && now() < message.expiresAt) {
      log.warning(`its code cannot be decrypted now: ${problem}`, message.id);
      await putBack(record, sealedDelaySeconds(record), services);
      return true;
    }
  } catch (error) {
    if (!(error instanceof InvalidMessage)) throw error;
    await writeDeadLetter(services.queues, services.deadLetterQueueUrl, {
      body: record.body,
      messageId: entry.fallbackId,
      origin: entry.origin,
      enteredAt: entry.enteredAt,
      reason: error.message,
      code: 'invalid_message',
    });
    log.refused(entry.fallbackId, error.message);
    return false;
  }

  const receives = Number(record.attributes.ApproximateReceiveCount);
  const delivered = await deliver(message, { receives, deadline }, services.delivery);
  await settle(services, message, record.body, delivered);
  const { verdict } = delivered;
  switch (verdict.next) {
    case 'retry':
      await putBack(record, verdict.delaySeconds, services);
      return true;
    case 'wait':
      await putBack(record, secondsUntil(verdict.until, services.delivery.now()), services);
      return true;
    default:
      return false;
  }
}

/** What the queue tells of a message, or what is known of it since an earlier entry: handing over and replaying make new SQS messages of it. */
function entryOf({ messageId, attributes, messageAttributes }: SQSRecord): Entry {
  const text = (name: string) => messageAttributes[name]?.stringValue;
  const time = (name: string) => {
    const ms = Date.parse(text(name) ?? '');
    return Number.isNaN(ms) ? undefined : ms;
  };
  const expiresAt = time(ATTRIBUTE.expiresAt);
  const origin = text(ATTRIBUTE.origin) ?? QUEUE;
  return {
    enteredAt: time(ATTRIBUTE.enteredAt) ?? Number(attributes.SentTimestamp),
    fallbackId: text(ATTRIBUTE.messageId) ?? messageId,
    origin,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    queuedAt: Number(attributes.SentTimestamp),
    isReplay: time(ATTRIBUTE.replayedAt) !== undefined,
    // the ingress gives a message no id: its sender may post it again
    identifiedBy: origin === QUEUE || origin === INVOKE ? 'id' : 'content',
    hasDefaultLife: text(ATTRIBUTE.life) === 'default',
  };
}

interface Opened {
  readonly text: string;
  /** Why its code is still sealed. */
  readonly problem?: string;
}

/** @returns the message's text, with its code where the code came sealed */
async function open({ body }: SQSRecord, origin: string, { openCode }: CourierServices): Promise<Opened> {
  if (origin !== COGNITO || openCode === undefined) return { text: body };
  try {
    return { text: await openMessage(body, openCode) };
  } catch (error) {
    if (error instanceof InvalidMessage) throw error;
    return { text: body, problem: errorName(error) };
  }
}

/** How long a message waits for KMS: 5 s at first, doubling, 15 minutes at most. */
function sealedDelaySeconds(record: SQSRecord): number {
  return Math.min(900, 5 * 2 ** (Number(record.attributes.ApproximateReceiveCount) - 1));
}

/**
 * Lambda deletes the messages of a batch when all of them are settled. If the invocation dies before, those that were
 * settled would be sent again: so each is taken out of the queue as soon as it is through.
 */
async function remove(record: SQSRecord, services: CourierServices): Promise<void> {
  try {
    await services.queues.remove(services.queueUrl, record.receiptHandle);
  } catch (error) {
    services.delivery.log.warning(`left to Lambda to delete: ${errorName(error)}`, record.messageId);
  }
}

/** If the delay cannot be set the message comes again all the same, after the queue's visibility time-out. */
async function putBack(record: SQSRecord, seconds: number, services: CourierServices): Promise<void> {
  try {
    const delay = Math.min(seconds, MAX_DELAY_SECONDS);
    await services.queues.delay(services.queueUrl, record.receiptHandle, delay);
  } catch (error) {
    services.delivery.log.warning(`retry delay not set: ${errorName(error)}`, record.messageId);
  }
}
