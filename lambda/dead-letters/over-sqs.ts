import type { LetterQueue, Received } from './letter-queue';

/** SQS's most for one request. */
const BATCH = 10;
/** Requests under way at a time. */
const PARALLEL = 10;

interface ReceiveAnswer {
  readonly Messages?: readonly {
    readonly MessageId: string;
    readonly ReceiptHandle: string;
    readonly Body: string;
    readonly Attributes: { readonly SentTimestamp: string };
    readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
  }[];
}

/** SQS's JSON protocol, whoever speaks it. */
export type LetterCall = (
  action: 'ReceiveMessage' | 'ChangeMessageVisibilityBatch',
  input: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

/** A queue of dead letters, by what sends to queues and removes from them, and two calls to SQS. */
export function lettersOverSqs({ send, remove }: Pick<LetterQueue, 'send' | 'remove'>, call: LetterCall): LetterQueue {
  const show = (QueueUrl: string, receiptHandles: readonly string[]) =>
    call('ChangeMessageVisibilityBatch', {
      QueueUrl,
      Entries: receiptHandles.map((ReceiptHandle, place) => ({
        Id: String(place),
        ReceiptHandle,
        VisibilityTimeout: 0,
      })),
    });
  return {
    send,
    remove,
    async receive(queueUrl, hiddenSeconds) {
      const { Messages = [] } = (await call('ReceiveMessage', {
        QueueUrl: queueUrl,
        MaxNumberOfMessages: BATCH,
        VisibilityTimeout: hiddenSeconds,
        // a long poll asks all of SQS's servers: only then does nothing mean that there is nothing
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      })) as ReceiveAnswer;
      return Messages.map(
        ({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes = {} }): Received => ({
          sqsId: MessageId,
          receiptHandle: ReceiptHandle,
          body: Body,
          sentAt: Number(Attributes.SentTimestamp),
          attributes: Object.fromEntries(
            Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
              StringValue === undefined ? [] : [[name, StringValue]],
            ),
          ),
        }),
      );
    },
    async release(queueUrl, receiptHandles) {
      const batches = chunks(receiptHandles, BATCH);
      for (const some of chunks(batches, PARALLEL)) await Promise.all(some.map((batch) => show(queueUrl, batch)));
    },
  };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
