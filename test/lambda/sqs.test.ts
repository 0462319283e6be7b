import { GetQueueAttributesCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type Queues, queuesOverSqs } from '../../lambda/aws/sqs';
import { readText, respondJson, serve } from '../../local/http';
import { CREDENTIALS, createQueues, queueClient, startQueueProcess } from '../../local/queue';
import type { ServerProcess } from '../../local/server-process';

const REGION = 'eu-central-1';

let server: ServerProcess;
let client: SQSClient;
let queues: Queues;
let count = 0;

beforeAll(async () => {
  server = await startQueueProcess(REGION);
  client = queueClient(server.endpoint, REGION);
  // the signer takes credentials from the environment; the endpoint is this queue's own
  process.env['AWS_ACCESS_KEY_ID'] = CREDENTIALS.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = CREDENTIALS.secretAccessKey;
  queues = queuesOverSqs({ AWS_REGION: REGION, AWS_ENDPOINT_URL_SQS: server.endpoint });
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

async function newQueue(): Promise<string> {
  const name = `q-${++count}`;
  const created = await createQueues(client, [{ id: name, name, attributes: { VisibilityTimeout: '600' } }]);
  return created.get(name)?.url as string;
}

async function receive(QueueUrl: string) {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MaxNumberOfMessages: 10 }),
  );
  return Messages;
}

it('sends a text and its attributes', async () => {
  const url = await newQueue();
  await queues.send(url, '{"body":"Dein Code: 1 ✓ 😀"}', { outcome: 'bad_sender', reason: 'a "b"' });
  await queues.send(url, 'plain');
  const [first, second] = await receive(url);
  expect(first?.Body).toBe('{"body":"Dein Code: 1 ✓ 😀"}');
  expect(first?.MessageAttributes).toEqual({
    outcome: { DataType: 'String', StringValue: 'bad_sender' },
    reason: { DataType: 'String', StringValue: 'a "b"' },
  });
  expect([second?.Body, second?.MessageAttributes]).toEqual(['plain', undefined]);
});

it('sends attributes without the characters that SQS refuses, which a provider may well put into its reasons', async () => {
  const url = await newQueue();
  await queues.send(url, 'text', { reason: 'a\u0000b\uffff\ud83d\tü😀\u001b' });
  const [message] = await receive(url);
  expect(message?.MessageAttributes?.['reason']?.StringValue).toBe('a\ufffdb\ufffd\ufffd\tü😀\ufffd');
});

it('sends a text that comes later', async () => {
  const url = await newQueue();
  await queues.send(url, 'later', {}, 900);
  expect(await receive(url)).toEqual([]);
});

it('takes a message out of the queue, and once more without an error', async () => {
  const url = await newQueue();
  await queues.send(url, 'text');
  const [message] = await receive(url);
  const handle = message?.ReceiptHandle as string;
  await queues.remove(url, handle);
  await queues.remove(url, handle);
  await expect(queues.delay(url, handle, 0)).rejects.toThrow();
});

it('takes many messages out of the queue together', async () => {
  const url = await newQueue();
  for (let index = 0; index < 25; index++) await queues.send(url, `text ${index}`);
  const handles = (await Promise.all([1, 2, 3].map(() => receive(url))))
    .flat()
    .map(({ ReceiptHandle }) => ReceiptHandle);
  expect(handles).toHaveLength(25);
  await Promise.all(handles.map((handle) => queues.remove(url, handle as string)));
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
  });
});

it('tells of each message by itself whether it is out of the queue', async () => {
  const sqs = await serve(async (request, response) => {
    const { Entries } = JSON.parse(await readText(request)) as { Entries: { Id: string; ReceiptHandle: string }[] };
    const failed = Entries.filter(({ ReceiptHandle }) => ReceiptHandle !== 'good');
    respondJson(response, 200, {
      Failed: failed.map(({ Id, ReceiptHandle }) => ({ Id, SenderFault: ReceiptHandle === 'bad', Code: 'Code' })),
    });
  });
  try {
    const { remove } = queuesOverSqs({ AWS_REGION: REGION, AWS_ENDPOINT_URL_SQS: sqs.origin });
    const handles = ['bad', 'good', 'bad', 'unlucky', 'good'];
    const results = await Promise.allSettled(handles.map((handle) => remove('url', handle)));
    expect(results.map((result) => (result.status === 'rejected' ? result.reason : result.status))).toEqual([
      expect.objectContaining({ name: 'Code', status: 400 }),
      'fulfilled',
      expect.objectContaining({ name: 'Code', status: 400 }),
      expect.objectContaining({ name: 'Code', status: 500 }),
      'fulfilled',
    ]);
  } finally {
    await sqs.close();
  }
});

it('lets a message wait for as long as it is told', async () => {
  const url = await newQueue();
  await queues.send(url, 'text');
  const [message] = await receive(url);
  expect(await receive(url)).toEqual([]);
  await queues.delay(url, message?.ReceiptHandle as string, 0);
  expect((await receive(url)).map(({ Body }) => Body)).toEqual(['text']);
});

it('tells by the name that SQS gives it what SQS refuses', async () => {
  const url = `${await newQueue()}-that-is-not-there`;
  await expect(queues.send(url, 'text')).rejects.toMatchObject({ name: 'QueueDoesNotExist', status: 400 });
});
