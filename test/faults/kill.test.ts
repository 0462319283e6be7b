import { GetQueueAttributesCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type LocalCourier, startLocalCourier } from '../../local/courier';
import type { ProviderRequest } from '../../local/provider-server';
import { queueClient } from '../../local/queue';
import { eventually } from '../local/support';
import { type Synthesized, synthesizeCourier } from '../local/synth';
import { randomNumbers, scaled } from './support/scale';

const SEEDS = (process.env['SEEDS'] ?? scaled('1,2,3', '1,2,3,4,5,6,7,8,9,10')).split(',').map(Number);
const MESSAGES = 200;
const LATENCY_MS = 300;
/**
 * How far answers stray from that. With none, the answers of a batch come together; with some, a batch is killed when a
 * part of it has been answered, and that part must not be sent again either.
 */
const LATENCY_SPREAD_MS = Number(process.env['LATENCY_SPREAD_MS'] ?? 200);
const LEAST_IN_FLIGHT = 5;
/** Short, so that what the killed courier held comes again soon. */
const VISIBILITY_SECONDS = 5;
/** Requests that the killed processes had written are read by then, and no new process has begun. */
const ON_THE_WIRE_MS = 20;
/** An answer that is younger is on its way too: the courier has yet to read it and to take the message off the queue. */
const SETTLING_MS = 50;

let synthesized: Synthesized;

beforeAll(() => {
  // a message whose courier was killed is free again 5 s after the time-out of its invocation
  synthesized = synthesizeCourier({ timeoutSeconds: 15 }, (courier) => {
    courier.queue.visibilityTimeoutSeconds = VISIBILITY_SECONDS;
  });
});

interface Sms {
  readonly recipient: string;
  readonly body: string;
}

function randomMessages(random: () => number): Sms[] {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  return Array.from({ length: MESSAGES }, (_, index) => ({
    recipient: `+49176${digits(8)}`,
    body: `Message ${index}: your code is ${digits(6)}`,
  }));
}

async function enqueue(client: SQSClient, QueueUrl: string, messages: readonly Sms[]): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

async function isEmpty(client: SQSClient, QueueUrl: string): Promise<boolean> {
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return (
    Attributes?.['ApproximateNumberOfMessages'] === '0' && Attributes['ApproximateNumberOfMessagesNotVisible'] === '0'
  );
}

const keyOf = ({ accepted }: ProviderRequest) => `${accepted?.to} ${accepted?.text}`;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the provider has received, and when it answered. */
class Traffic {
  readonly received: ProviderRequest[] = [];
  private readonly answeredAt = new Map<ProviderRequest, number>();

  constructor(courier: LocalCourier) {
    courier.events.on('request', (request) => this.received.push(request));
    courier.events.on('response', (request) => this.answeredAt.set(request, Date.now()));
  }

  inFlight(): ProviderRequest[] {
    const now = Date.now();
    return this.received.filter((request) => now - (this.answeredAt.get(request) ?? now) < SETTLING_MS);
  }
}

/** Kills at a moment that the seed chooses, with enough requests unanswered; gives the messages that were in flight. */
async function killInFlight(courier: LocalCourier, random: () => number, traffic: Traffic): Promise<Set<string>> {
  const after = Math.floor(random() * MESSAGES * 0.8);
  await eventually(() => traffic.received.length >= after, `${after} requests`);
  await sleep(random() * LATENCY_MS);
  await eventually(() => courier.requestsInFlight().length >= LEAST_IN_FLIGHT, 'enough requests in flight');

  const inFlight = traffic.inFlight();
  const count = traffic.received.length;
  courier.killEnvironments();
  await sleep(ON_THE_WIRE_MS);
  return new Set([...inFlight, ...traffic.received.slice(count)].map(keyOf));
}

test.each(SEEDS)('seed %i: all messages arrive, and none twice but what was in flight at the kill', async (seed) => {
  const started = Date.now();
  const random = randomNumbers(seed);
  const messages = randomMessages(random);
  const courier = await startLocalCourier({
    ...synthesized,
    emulatorLatencyMs: () => LATENCY_MS + LATENCY_SPREAD_MS * (2 * random() - 1),
  });
  const client = queueClient(courier.queueEndpoint, 'eu-central-1');
  try {
    const traffic = new Traffic(courier);
    const before = courier.environmentProcessIds();
    await enqueue(client, courier.queueUrl, messages);

    const inFlight = await killInFlight(courier, random, traffic);
    await eventually(() => isEmpty(client, courier.queueUrl), 'the queue is empty', 50_000);

    const counts = new Map<string, number>();
    for (const request of traffic.received) counts.set(keyOf(request), (counts.get(keyOf(request)) ?? 0) + 1);
    const doubled = [...counts].filter(([, count]) => count > 1).map(([key]) => key);
    const extra = [...counts.values()].reduce((sum, count) => sum + count - 1, 0);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stderr.write(
      `seed ${seed}: ${inFlight.size} in flight at the kill, ${extra} doubled, ${counts.size} of ${MESSAGES} arrived, ${seconds} s\n`,
    );

    expect([...counts.keys()].sort()).toEqual(messages.map(({ recipient, body }) => `${recipient} ${body}`).sort());
    expect(inFlight.size).toBeGreaterThanOrEqual(LEAST_IN_FLIGHT);
    expect(doubled.filter((key) => !inFlight.has(key))).toEqual([]);
    expect(extra).toBeLessThanOrEqual(inFlight.size);
    expect(await courier.deadLetters()).toEqual([]);
    expect(courier.environmentProcessIds().filter((pid) => before.includes(pid))).toEqual([]);
  } finally {
    client.destroy();
    await courier.stop();
  }
});
