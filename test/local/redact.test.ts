import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { startLocalCourier } from '../../local/courier';
import type { LocalCourier, LogLine } from '../../local/local-courier';
import { queueClient } from '../../local/queue';
import { eventually } from './support';
import { type Synthesized, synthesizeCourier } from './synth';

const MESSAGE = {
  recipient: '+4917667111638',
  body: 'Your code is 428193 🔑',
  template_type: 'login_code_valid',
  template_data: { login_code: '428193', name: 'Anna Muster' },
};
const PERSONAL = ['428193', 'Anna', '17667111638'];
const HOUR_MS = 3_600_000;

let synthesized: Synthesized;
let courier: LocalCourier;
let sqs: SQSClient;
let log: LogLine[];

beforeAll(async () => {
  synthesized = synthesizeCourier();
  courier = await startLocalCourier(synthesized);
  courier.events.on('log', (line) => log.push(line));
  sqs = queueClient(courier.queueEndpoint, 'eu-central-1');
});

beforeEach(() => {
  log = [];
});

afterAll(async () => {
  sqs?.destroy();
  await courier?.stop();
});

/** What the schedule in the stack hands to the function. */
function scheduled(): unknown {
  const stack = JSON.parse(readFileSync(join(synthesized.stackDirectory, 'cdk.tf.json'), 'utf8'));
  const [target] = Object.values(stack.resource.aws_cloudwatch_event_target) as { input: string }[];
  return JSON.parse(target?.input ?? '');
}

async function keep(id: string, expiresInMs: number): Promise<void> {
  const attributes = {
    message_id: id,
    origin: 'ory',
    reason: 'no credit',
    outcome: 'out_of_credit',
    entered_at: new Date(Date.now() - 2 * HOUR_MS).toISOString(),
    expires_at: new Date(Date.now() + expiresInMs).toISOString(),
  };
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: courier.deadLetterQueueUrl,
      MessageBody: JSON.stringify(MESSAGE),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    }),
  );
}

async function visible(): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const input = { QueueUrl: courier.deadLetterQueueUrl, AttributeNames };
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand(input));
  return Number(Attributes?.['ApproximateNumberOfMessages']);
}

test('what the stack schedules redacts the dead letters that have expired, and shows all the others again', async () => {
  // more than one request, or ten at a time, can show again
  await Promise.all(Array.from({ length: 25 }, (_, index) => keep(`old-${index}`, -1_000)));
  await Promise.all(Array.from({ length: 105 }, (_, index) => keep(`young-${index}`, HOUR_MS)));

  const result = await courier.invoke(scheduled());
  expect(JSON.parse('payload' in result ? result.payload : JSON.stringify(result.error))).toEqual({
    redacted: 25,
    complete: true,
  });
  const letters = await courier.deadLetters();
  const [old, young] = ['old', 'young'].map((age) =>
    letters.filter(({ attributes }) => attributes['message_id']?.startsWith(age)),
  ) as [typeof letters, typeof letters];
  expect([old.length, young.length, await visible()]).toEqual([25, 105, 130]);
  for (const part of PERSONAL) expect(JSON.stringify(old)).not.toContain(part);
  for (const { body, attributes } of old)
    expect([JSON.parse(body), attributes]).toEqual([
      { recipient: 'DE…38', template_type: 'login_code_valid' },
      expect.objectContaining({ reason: 'no credit', outcome: 'out_of_credit', redacted_at: expect.any(String) }),
    ]);
  for (const { body } of young) expect(JSON.parse(body)).toEqual(MESSAGE);

  await eventually(() => log.length > 0, 'the line is passed on');
  expect(log).toMatchObject([{ event: 'redaction', redacted: 25, complete: true }]);
  for (const part of PERSONAL) expect(JSON.stringify(log)).not.toContain(part);
});
