import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import type { InvocationResult } from '../../local/environment';
import { failedIds, type Poller, startPoller } from '../../local/poller';
import { createQueues, queueClient, startQueueProcess } from '../../local/queue';
import type { ServerProcess } from '../../local/server-process';
import type { MappingDeclaration, QueueAddress } from '../../local/stack';
import { eventually } from './support';

const REGION = 'eu-central-1';
let queueProcess: ServerProcess;
let client: SQSClient;
let queue: QueueAddress;
let deadLetterQueue: QueueAddress;
let poller: Poller | undefined;
let number = 0;

beforeAll(async () => {
  queueProcess = await startQueueProcess(REGION);
  client = queueClient(queueProcess.endpoint, REGION);
});

afterAll(async () => {
  client.destroy();
  await queueProcess.stop();
});

beforeEach(async () => {
  number++;
  const queues = await createQueues(client, [
    { id: 'Dead', name: `dead-${number}`, attributes: {} },
    {
      id: 'Queue',
      name: `queue-${number}`,
      attributes: { VisibilityTimeout: '1' },
      redrive: { deadLetterQueueId: 'Dead', maxReceiveCount: 2 },
    },
  ]);
  queue = queues.get('Queue') as QueueAddress;
  deadLetterQueue = queues.get('Dead') as QueueAddress;
});

afterEach(async () => {
  await poller?.stop();
  poller = undefined;
});

const MAPPING: MappingDeclaration = { queueId: 'Queue', batchSize: 10, windowSeconds: 0, reportsItemFailures: true };

/** Runs `handler` on every batch; what it throws is the function's error. */
function poll(
  handler: (event: SQSEvent) => unknown,
  mapping: Partial<MappingDeclaration> = {},
  concurrency = 1,
): string[] {
  const problems: string[] = [];
  const invoke = async (event: SQSEvent): Promise<InvocationResult> => {
    try {
      return { requestId: 'r', payload: JSON.stringify((await handler(event)) ?? null) };
    } catch (error) {
      return { requestId: 'r', error: { errorType: 'Error', errorMessage: String(error) } };
    }
  };
  poller = startPoller({
    client,
    queue,
    region: REGION,
    mapping: { ...MAPPING, ...mapping },
    concurrency,
    invoke,
    onProblem: (text) => problems.push(text),
  });
  return problems;
}

async function send(...bodies: string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await client.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
}

async function left(address = queue): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: address.url, AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes?.['ApproximateNumberOfMessages']) + Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'])
  );
}

/** Bodies by receive, in the order of the batches. */
function recorder(): { bodies: string[]; counts: Map<string, number[]>; record: (event: SQSEvent) => void } {
  const bodies: string[] = [];
  const counts = new Map<string, number[]>();
  const record = ({ Records }: SQSEvent) => {
    for (const { body, attributes } of Records) {
      bodies.push(body);
      counts.set(body, [...(counts.get(body) ?? []), Number(attributes.ApproximateReceiveCount)]);
    }
  };
  return { bodies, counts, record };
}

test('hands over records as Lambda does, and deletes what was handled', async () => {
  let event: SQSEvent | undefined;
  await client.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: '{"body":"Code 1 😀"}',
      MessageAttributes: {
        source: { DataType: 'String', StringValue: 'test' },
        blob: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) },
      },
    }),
  );
  poll((received) => {
    event = received;
    return { batchItemFailures: [] };
  });
  await eventually(async () => event !== undefined && (await left()) === 0, 'the message is deleted');
  expect(event?.Records).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: '{"body":"Code 1 😀"}',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {
        source: { dataType: 'String', stringValue: 'test', stringListValues: [], binaryListValues: [] },
        blob: { dataType: 'Binary', binaryValue: 'AQI=', stringListValues: [], binaryListValues: [] },
      },
      md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: queue.arn,
      awsRegion: REGION,
    },
  ]);
});

test('only the messages that the function reports come again; by receive count they end in the dead-letter queue', async () => {
  const { counts, record } = recorder();
  await send('good', 'bad', 'fine');
  poll((event) => {
    record(event);
    const bad = event.Records.filter(({ body }) => body === 'bad');
    return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
  await eventually(async () => (await left(deadLetterQueue)) === 1, 'the bad message is a dead letter');
  expect(Object.fromEntries(counts)).toEqual({ good: [1], fine: [1], bad: [1, 2] });
  expect(await left()).toBe(0);
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: deadLetterQueue.url }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['bad']);
});

test('a function that fails gets the whole batch again', async () => {
  const { bodies, counts, record } = recorder();
  await send('one', 'two');
  const problems = poll((event) => {
    record(event);
    if (bodies.length <= 2) throw new Error('out of order');
  });
  await eventually(async () => (await left()) === 0, 'the second try empties the queue');
  expect(Object.fromEntries(counts)).toEqual({ one: [1, 2], two: [1, 2] });
  expect(problems).toEqual(['a batch of 2 stays in the queue: Error: Error: out of order']);
});

test('an answer that names a message of another batch fails the whole batch', async () => {
  const { bodies, record } = recorder();
  await send('one', 'two');
  const problems = poll((event) => {
    record(event);
    return bodies.length <= 2 ? { batchItemFailures: [{ itemIdentifier: 'unknown' }] } : null;
  });
  await eventually(async () => (await left()) === 0, 'the second try empties the queue');
  expect(bodies).toHaveLength(4);
  expect(problems).toEqual(["a batch of 2 stays in the queue: the function's answer is no list of failures"]);
});

test('the answer counts for nothing if the mapping does not ask for failures', async () => {
  const { bodies, record } = recorder();
  await send('one');
  poll(
    (event) => {
      record(event);
      return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    },
    { reportsItemFailures: false },
  );
  await eventually(async () => bodies.length === 1 && (await left()) === 0, 'the message is deleted');
});

test('keeps to the batch size and to the number of invocations at a time', async () => {
  const sizes: number[] = [];
  let running = 0;
  let most = 0;
  await send('1', '2', '3', '4', '5', '6', '7', '8');
  poll(
    async ({ Records }) => {
      sizes.push(Records.length);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 30));
      running--;
    },
    { batchSize: 2 },
    2,
  );
  await eventually(async () => (await left()) === 0, 'the queue is empty');
  expect(sizes).toEqual([2, 2, 2, 2]);
  expect(most).toBe(2);
});

test('collects a batch within the window', async () => {
  const sizes: number[] = [];
  poll(({ Records }) => void sizes.push(Records.length), { windowSeconds: 1, batchSize: 2 });
  await send('1');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await send('2');
  await eventually(async () => (await left()) === 0, 'the queue is empty');
  expect(sizes).toEqual([2]);
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
test.each([
  ['null', []],
  ['{}', []],
  ['{"batchItemFailures":null}', []],
  ['{"batchItemFailures":[]}', []],
  ['{"batchItemFailures":[{"itemIdentifier":"a"}]}', ['a']],
  ['{"batchItemFailures":[{"itemIdentifier":""}]}', undefined],
  ['{"batchItemFailures":[{"itemIdentifier":null}]}', undefined],
  ['{"batchItemFailures":[{"id":"a"}]}', undefined],
  ['{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"c"}]}', undefined],
  ['{"batchItemFailures":"a"}', undefined],
  ['"done"', undefined],
])('of the batch a, b the answer %s fails %j', (payload, failed) => {
  expect(failedIds(payload, ['a', 'b'])).toEqual(failed && new Set(failed));
});
