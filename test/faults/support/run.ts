import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SmsCourierProps } from '../../../lib';
import { startLocalCourier } from '../../../local/courier';
import type { LocalCourier, LocalCourierOptions, LogLine } from '../../../local/local-courier';
import type { ProviderRequest } from '../../../local/provider-server';
import { CREDENTIALS, queueClient } from '../../../local/queue';
import { eventually } from '../../local/support';
import { type Synthesized, synthesizeCourier } from '../../local/synth';
import { emulator, provider } from './phones';

const REGION = 'eu-central-1';
/** The shortest that the construct allows: a message whose courier was killed is free again 5 s after its invocation's end. */
const TIMEOUT_SECONDS = 15;
/** Short, so that what a killed courier held comes again soon. */
const VISIBILITY_SECONDS = 5;

export interface Sms {
  readonly id: string;
  readonly recipient: string;
  readonly body: string;
  readonly [field: string]: unknown;
}

export interface Row {
  readonly id: string;
  readonly state: string;
  readonly outcome?: string;
  readonly attempts: number;
}

/** A courier under test, what came of its messages, and what it said. */
export class Run {
  readonly requests: ProviderRequest[] = [];
  readonly logs: LogLine[] = [];
  private readonly client: SQSClient;

  private constructor(readonly courier: LocalCourier) {
    this.client = queueClient(courier.queueEndpoint, REGION);
    courier.events.on('request', (request) => this.requests.push(request));
    courier.events.on('log', (line) => this.logs.push(line));
  }

  static async start(synthesized: Synthesized, providers: readonly string[], options: RunOptions = {}): Promise<Run> {
    return new Run(
      await startLocalCourier({ ...synthesized, emulators: providers.map(emulator), environments: 4, ...options }),
    );
  }

  async enqueue(messages: readonly Sms[], queueUrl: string | undefined = this.courier.queueUrl): Promise<void> {
    for (let start = 0; start < messages.length; start += 10) {
      const Entries = messages
        .slice(start, start + 10)
        .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
      await this.client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  }

  /** How many messages are in the queue, at work and delayed ones included. */
  async queued(): Promise<number> {
    const { Attributes = {} } = await this.client.send(
      new GetQueueAttributesCommand({ QueueUrl: this.courier.queueUrl, AttributeNames: ['All'] }),
    );
    return ['', 'NotVisible', 'Delayed'].reduce(
      (sum, which) => sum + Number((Attributes as Record<string, string>)[`ApproximateNumberOfMessages${which}`]),
      0,
    );
  }

  async drained(timeoutMs: number): Promise<void> {
    await eventually(async () => (await this.queued()) === 0, 'the queue is empty', timeoutMs);
  }

  /** How often each message was brought to the phone, by its id. */
  arrivals(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { accepted } of this.requests) {
      if (accepted === undefined) continue;
      const [id] = accepted.text.split(' ', 1) as [string];
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }

  /** Of these messages, how many no phone has seen, and how many rings there were beyond the first of each. */
  tally(messages: readonly Sms[]): { lost: number; duplicates: number } {
    const arrivals = this.arrivals();
    return {
      lost: messages.filter(({ id }) => !arrivals.has(id)).length,
      duplicates: [...arrivals.values()].reduce((sum, count) => sum + count - 1, 0),
    };
  }

  logged(fields: Readonly<Record<string, unknown>>): LogLine[] {
    return this.logs.filter((line) => Object.entries(fields).every(([name, value]) => line[name] === value));
  }

  /** What the ledger says of the messages, by id. */
  async rows(): Promise<Map<string, Row>> {
    const client = new DynamoDBClient({
      endpoint: this.courier.ledger.endpoint,
      region: REGION,
      credentials: CREDENTIALS,
    });
    const rows = new Map<string, Row>();
    let from: Record<string, never> | undefined;
    try {
      do {
        const page = await client.send(
          new ScanCommand({
            TableName: this.courier.ledger.tableName,
            ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          }),
        );
        for (const { pk, id, state, outcome, attempts } of page.Items ?? []) {
          if (!pk?.S?.startsWith('message#') || id?.S === undefined) continue;
          const known = outcome?.S === undefined ? {} : { outcome: outcome.S };
          rows.set(id.S, { id: id.S, state: state?.S ?? '', ...known, attempts: Number(attempts?.N) });
        }
        from = page.LastEvaluatedKey as Record<string, never> | undefined;
      } while (from !== undefined);
      return rows;
    } finally {
      client.destroy();
    }
  }

  /** How many messages stand in each state. */
  async states(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { state } of (await this.rows()).values()) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.courier.stop();
  }
}

export type RunOptions = Partial<Pick<LocalCourierOptions, 'environments' | 'emulatorLatencyMs'>>;

/** A courier that sends through the suite's own providers. */
export function synthesize(providers: readonly string[], props: Partial<SmsCourierProps> = {}): Synthesized {
  const all = { timeoutSeconds: TIMEOUT_SECONDS, providers: providers.map(provider), ...props };
  return synthesizeCourier(all, (courier) => {
    courier.queue.visibilityTimeoutSeconds = VISIBILITY_SECONDS;
  });
}

/** Runs a courier for the length of a test. */
export async function withRun(
  synthesized: Synthesized,
  providers: readonly string[],
  options: RunOptions,
  test: (run: Run) => Promise<void>,
): Promise<void> {
  const run = await Run.start(synthesized, providers, options);
  try {
    await test(run);
  } finally {
    await run.stop();
  }
}

export function messages(count: number, fields: (index: number) => object = () => ({})): Sms[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `m-${index}`,
    recipient: `+49176${String(10_000_000 + index)}`,
    body: `your code is ${100_000 + index}`,
    ...fields(index),
  }));
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
