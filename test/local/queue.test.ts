import {
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { createQueues, queueClient, startQueueProcess } from '../../local/queue';
import { fromQueueText, toQueueText } from '../../local/queue-text';
import './support';

test('keeps its queues in a process of its own, at a URL that every machine resolves', async () => {
  const queue = await startQueueProcess('eu-central-1');
  const client = queueClient(queue.endpoint, 'eu-central-1');
  try {
    const [first] = (await createQueues(client, [{ id: 'Q', name: 'q', attributes: {} }])).values();
    expect(first).toEqual({
      name: 'q',
      url: `${queue.endpoint}/000000000000/q`,
      arn: 'arn:aws:sqs:eu-central-1:000000000000:q',
    });
    expect((await client.send(new ListQueuesCommand())).QueueUrls).toEqual([first?.url]);
    expect(queue.pid).not.toBe(process.pid);
    expect(() => process.kill(queue.pid, 0)).not.toThrow();
    process.kill(queue.pid, 'SIGKILL');
    expect(await queue.ended).toBe('ended (SIGKILL)');
  } finally {
    client.destroy();
    await queue.stop();
  }
});

test('takes texts beyond the basic plane, and the SDK finds every checksum right', async () => {
  const queue = await startQueueProcess('eu-central-1');
  const client = queueClient(queue.endpoint, 'eu-central-1');
  try {
    const QueueUrl = (await createQueues(client, [{ id: 'Q', name: 'q', attributes: {} }])).get('Q')?.url;
    const texts = ['Code 1 😀', 'plain', 'batch 🔐', '\uF8FF1f600;'];
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: texts[0] }));
    const Entries = texts.slice(1).map((MessageBody, index) => ({ Id: `m${index}`, MessageBody }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(texts);
  } finally {
    client.destroy();
    await queue.stop();
  }
});

test.each(['', 'plain', '😀', 'a\uF8FFb', '\uF8FFf8ff;', '\uF8FF1f600;😀;'])(
  'spells %j in characters that fauxqs takes',
  (text) => {
    expect(toQueueText(text)).not.toMatch(/[\uD800-\uDFFF]/);
    expect(fromQueueText(toQueueText(text))).toBe(text);
  },
);
