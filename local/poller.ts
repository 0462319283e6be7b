import {
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSMessageAttribute, SQSRecord, SQSRecordAttributes } from 'aws-lambda';
import { isObject } from '../lambda/is-object';
import type { InvocationResult } from './environment';
import type { MappingDeclaration, QueueAddress } from './stack';

export interface PollerOptions {
  readonly client: SQSClient;
  readonly queue: QueueAddress;
  readonly region: string;
  readonly mapping: MappingDeclaration;
  /** How many batches are handled at a time, at most. */
  readonly concurrency: number;
  readonly invoke: (event: SQSEvent) => Promise<InvocationResult>;
  /** Told of a batch, or a part of one, that stays in the queue, and of a queue that does not answer. */
  readonly onProblem: (text: string) => void;
}

export interface Poller {
  /** Ends the long polls; batches at work run to their end, whatever it is. */
  stop(): Promise<void>;
}

/** Feeds a function from a queue as Lambda's event source mapping does. */
export function startPoller(options: PollerOptions): Poller {
  const abort = new AbortController();
  const onProblem = (text: string) => {
    // A poller that is being stopped has its batches cut off; that is no problem.
    if (!abort.signal.aborted) options.onProblem(text);
  };
  const loops = Array.from({ length: options.concurrency }, () => poll({ ...options, onProblem }, abort.signal));
  return {
    stop: async () => {
      abort.abort();
      await Promise.all(loops);
    },
  };
}

async function poll(options: PollerOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const messages = await receiveBatch(options, signal);
      if (messages.length > 0) await handleBatch(messages, options);
    } catch (error) {
      if (signal.aborted) return;
      options.onProblem(`the queue does not answer: ${error instanceof Error ? error.message : String(error)}`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** Between tries of a queue that does not answer. */
const PAUSE_MS = 200;
/** SQS's longest poll. */
const POLL_SECONDS = 20;
/** The most that SQS hands out or deletes at once. */
const SQS_BATCH = 10;

/** Receives until the batch is full or the mapping's window has passed. */
async function receiveBatch(options: PollerOptions, signal: AbortSignal): Promise<Message[]> {
  const { batchSize, windowSeconds } = options.mapping;
  const messages = await receive(options, Math.min(batchSize, SQS_BATCH), POLL_SECONDS, signal);
  const windowEnd = Date.now() + windowSeconds * 1000;
  while (messages.length > 0 && messages.length < batchSize && Date.now() < windowEnd) {
    const seconds = Math.min(POLL_SECONDS, Math.ceil((windowEnd - Date.now()) / 1000));
    messages.push(...(await receive(options, Math.min(batchSize - messages.length, SQS_BATCH), seconds, signal)));
  }
  return messages;
}

async function receive(
  { client, queue }: PollerOptions,
  count: number,
  seconds: number,
  abortSignal: AbortSignal,
): Promise<Message[]> {
  const received = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queue.url,
      MaxNumberOfMessages: count,
      WaitTimeSeconds: seconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
    { abortSignal },
  );
  return received.Messages ?? [];
}

async function handleBatch(messages: readonly Message[], options: PollerOptions): Promise<void> {
  const { mapping, queue, region, onProblem } = options;
  const result = await options.invoke({ Records: messages.map((message) => toRecord(message, queue, region)) });
  if ('error' in result) {
    const { errorType, errorMessage } = result.error;
    onProblem(`a batch of ${messages.length} stays in the queue: ${errorType}: ${errorMessage}`);
    return;
  }
  const ids = messages.map(({ MessageId }) => MessageId ?? '');
  const failed = mapping.reportsItemFailures ? failedIds(result.payload, ids) : new Set<string>();
  if (failed === undefined) {
    onProblem(`a batch of ${messages.length} stays in the queue: the function's answer is no list of failures`);
    return;
  }
  await deleteMessages(
    messages.filter(({ MessageId }) => !failed.has(MessageId ?? '')),
    options,
  );
}

/**
 * The messages that the function wants to see again; `undefined` if its answer is none, so that the whole batch failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedIds(payload: string, batch: readonly string[]): Set<string> | undefined {
  const answer: unknown = JSON.parse(payload);
  if (answer === null) return new Set();
  const failures = isObject(answer) ? (answer['batchItemFailures'] ?? []) : undefined;
  if (!Array.isArray(failures)) return undefined;
  const ids = failures.map((failure: unknown) => (isObject(failure) ? failure['itemIdentifier'] : undefined));
  if (!ids.every((id) => typeof id === 'string' && batch.includes(id))) return undefined;
  return new Set(ids as string[]);
}

async function deleteMessages(
  messages: readonly Message[],
  { client, queue, onProblem }: PollerOptions,
): Promise<void> {
  for (let start = 0; start < messages.length; start += SQS_BATCH) {
    const entries = messages
      .slice(start, start + SQS_BATCH)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries: entries }));
    for (const failure of deleted.Failed ?? [])
      onProblem(`a message was not deleted: ${failure.Message ?? failure.Code}`);
  }
}

export function toRecord(message: Message, queue: QueueAddress, awsRegion: string): SQSRecord {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: message.Attributes as unknown as SQSRecordAttributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, toAttribute(value)]),
    ),
    md5OfBody: message.MD5OfBody ?? '',
    ...(message.MD5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion,
  };
}

function toAttribute({ DataType, StringValue, BinaryValue }: MessageAttributeValue): SQSMessageAttribute {
  return {
    dataType: DataType ?? 'String',
    ...(StringValue === undefined ? {} : { stringValue: StringValue }),
    ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
    stringListValues: [],
    binaryListValues: [],
  };
}
