import type { Aws } from '../../cli/aws';
import { replay } from '../../cli/dead-letters/replay';
import type { Received } from '../../lambda/dead-letters/letter-queue';

const NOW = Date.parse('2026-05-02T09:20:00Z');

it('replays what SQS has moved with ten attributes of its sender, of which it would take no more', async () => {
  const names = Array.from({ length: 9 }, (_, index) => `trace_${index}`);
  const letter: Received = {
    sqsId: 'sqs-1',
    receiptHandle: 'handle',
    body: '{"recipient":"+4917667111638","body":"hi"}',
    sentAt: NOW,
    attributes: { ...Object.fromEntries(names.map((name) => [name, 'x'])), origin: 'ory' },
  };
  const batches = [[letter]];
  const sent: unknown[] = [];
  const aws = {
    receive: async () => batches.shift() ?? [],
    release: async () => {},
    remove: async () => {},
    send: async (_: string, body: string, attributes: object) => void sent.push({ body, attributes }),
  } as Partial<Aws> as Aws;
  const counts = await replay(
    {
      queueUrl: 'dead-letters',
      targetUrl: 'queue',
      hiddenSeconds: 60,
      signal: new AbortController().signal,
      mask: (recipient) => recipient,
      filter: () => true,
      dryRun: false,
      now: () => NOW + 60_000,
      onProgress: () => {},
    },
    aws,
  );
  expect(counts.replayed).toBe(1);
  expect(sent).toEqual([
    {
      body: letter.body,
      attributes: {
        message_id: 'sqs-1',
        origin: 'ory',
        entered_at: '2026-05-02T09:20:00.000Z',
        replayed_at: '2026-05-02T09:21:00.000Z',
      },
    },
  ]);
});
