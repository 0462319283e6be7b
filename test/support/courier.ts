import { randomUUID } from 'node:crypto';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { createProvider } from '../../lambda/attempt';
import type { Table, Update } from '../../lambda/aws/dynamodb';
import type { Queues } from '../../lambda/aws/sqs';
import type { CourierConfig, ProviderConfig } from '../../lambda/config';
import type { Invocation } from '../../lambda/courier/invocation';
import type { CourierServices } from '../../lambda/courier/services';
import { redact } from '../../lambda/dead-letters/redact';
import { frontDoorsOf } from '../../lambda/front-doors';
import { withholding } from '../../lambda/guards/withhold';
import { createLedger } from '../../lambda/ledger/ledger';
import { createLog } from '../../lambda/log';
import type { HttpRequest, HttpResponse } from '../../lambda/request/request';
import { Secrets } from '../../lambda/secrets/secrets';
import { Templates } from '../../lambda/template/templates';
import { noAws } from './aws';
import { lazyTable } from './dynamodb';
import { testJsonnet } from './engine';
import { LetterBox } from './letters';
import { NOW } from './messages';

export type Answering = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

export const accepted = (): HttpResponse => ({ status: 201, headers: {}, body: '{}' });
export const status =
  (code: number, headers: Record<string, string> = {}) =>
  (): HttpResponse => ({ status: code, headers, body: '' });

/** A courier with providers that answer as the test says, over queues that only remember. */
export class TestCourier {
  now = NOW;
  /** Between 0 and 1: how much of the back-off is waited. */
  jitter = 1;
  queuesFail = false;
  readonly requests: HttpRequest[] = [];
  readonly sent: {
    queueUrl: string;
    body: string;
    attributes: Readonly<Record<string, string>>;
    delaySeconds?: number;
  }[] = [];
  readonly delays: { receiptHandle: string; seconds: number }[] = [];
  readonly removed: string[] = [];
  readonly lines: string[] = [];
  readonly secrets: Record<string, string> = { '/token': 'secret-value' };
  /** What `redact` goes through. */
  readonly letters = new LetterBox(() => this.now);
  readonly services: CourierServices;
  ledgerFails = false;
  /** The ledger writes what it is told, and its answers get lost. */
  ledgerAnswersLost = false;
  ledgerFailure = new Error('ledger down');
  onTableWrite: (update: Update) => unknown = () => {};

  constructor(
    private readonly answers: Record<string, Answering>,
    private readonly overrides: Partial<CourierConfig> = {},
    private readonly body = 'function(ctx) { to: ctx.recipient, text: ctx.body }',
    private readonly ledgerTable = lazyTable(),
  ) {
    const config: CourierConfig = {
      version: 1,
      courier: 'test/Sms',
      allowedCountries: ['DE'],
      delivery: { maxAttempts: 3, onAmbiguous: 'retry', defaultTtlSeconds: 3600, queueDays: 2, ledgerDays: 30 },
      providers: Object.keys(answers).map((id) => provider(id, body)),
      ...overrides,
    };
    const now = () => this.now;
    const fetch = async (names: readonly string[]) =>
      new Map(names.flatMap((name) => (name in this.secrets ? [[name, this.secrets[name] as string]] : [])));
    const secrets = new Secrets(config.providers, { ssm: fetch, secretsmanager: fetch }, now);
    const sender = {
      send: async (request: HttpRequest) => {
        this.requests.push(request);
        return (answers[request.url.hostname.split('.')[0] as string] as Answering)(request);
      },
      dropIdleSockets: () => {},
    };
    const queues: Queues = {
      send: async (queueUrl, text, attributes = {}, delaySeconds) => {
        if (this.queuesFail) throw new Error('queue down');
        this.sent.push({ queueUrl, body: text, attributes, ...(delaySeconds === undefined ? {} : { delaySeconds }) });
      },
      remove: async (_, receiptHandle) => {
        if (this.queuesFail) throw new Error('queue down');
        this.removed.push(receiptHandle);
      },
      delay: async (_, receiptHandle, seconds) => {
        if (this.queuesFail) throw new Error('queue down');
        this.delays.push({ receiptHandle, seconds });
      },
    };
    const jsonnet = testJsonnet();
    const templates = new Templates(config);
    const log = createLog(config.courier, 'hash', (line) => this.lines.push(line), now);
    const ids = config.providers.map(({ id }) => id);
    const { limits } = config;
    const ledger = {
      ...(limits && { limits }),
      config: 'hash',
      retentionMs: 30 * 86_400_000,
      providers: ids,
      frontDoors: frontDoorsOf(config),
      onBreakerChange: log.breaker,
    };
    const asking = { jsonnet, secrets, sender, aws: noAws, now, ...withholding(config) };
    this.services = {
      delivery: {
        config,
        providers: config.providers.map((each) => createProvider(each, asking)),
        templates: () => templates,
        ledger: createLedger(this.table(), ledger, now),
        log,
        now,
        random: () => this.jitter,
      },
      jsonnet,
      secrets,
      queues,
      queueUrl: 'queue',
      deadLetterQueueUrl: 'dead-letters',
      redact: (task) => redact(task, this.letters),
    };
  }

  /** Another environment of the same courier. */
  another(): TestCourier {
    return new TestCourier(this.answers, this.overrides, this.body, this.ledgerTable);
  }

  /** A ledger that the test may put out of reach. */
  private table(): Table {
    const table = this.ledgerTable;
    const guarded =
      <A, R>(call: (argument: A) => Promise<R>) =>
      async (argument: A) => {
        if (this.ledgerFails) throw this.ledgerFailure;
        return call(argument);
      };
    return {
      get: guarded(table.get),
      update: guarded(async (update) => {
        this.onTableWrite(update);
        const before = await table.update(update);
        if (this.ledgerAnswersLost) throw this.ledgerFailure;
        return before;
      }),
      query: guarded(table.query),
    };
  }

  get log(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line));
  }

  get deadline(): number {
    return this.now + 45_000;
  }

  /** A request of its own. */
  get invocation(): Invocation {
    return { deadline: this.deadline, requestId: randomUUID() };
  }
}

function provider(id: string, body: string): ProviderConfig {
  return {
    id,
    channel: 'sms',
    request: {
      url: `https://${id}.example.com/send`,
      method: 'POST',
      headers: { authorization: 'Bearer {$TOKEN}' },
      body,
    },
    secrets: { TOKEN: { source: 'ssm', name: '/token' } },
  };
}

export function record(
  body: unknown,
  { id = 'sqs-1', receiveCount = 1, sentAt = NOW, attributes = {} as Readonly<Record<string, string>> } = {},
): SQSRecord {
  return {
    messageId: id,
    receiptHandle: `handle-${id}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      SenderId: 'x',
      ApproximateFirstReceiveTimestamp: String(sentAt),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }]),
    ),
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:queue',
    awsRegion: 'eu-central-1',
  };
}

export function batch(...records: SQSRecord[]): SQSEvent {
  return { Records: records };
}
