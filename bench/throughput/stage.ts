import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { SQSEvent } from 'aws-lambda';
import { App, TerraformStack } from 'cdktf';
import { ENV } from '../../lambda/config';
import { SmsCourier, SmsProvider, SmsSecret } from '../../lib';
import { serveAwsJson } from '../../local/aws-json';
import { LocalFunction } from '../../local/function';
import { createTables, startLedgerProcess } from '../../local/ledger';
import { ParameterStore } from '../../local/parameter-store';
import { toRecord } from '../../local/poller';
import { CREDENTIALS, createQueues, queueClient, startQueueProcess } from '../../local/queue';
import { ssmOperations } from '../../local/ssm';
import { type CourierDeclaration, type QueueAddress, readStack, resolveEnvironment } from '../../local/stack';
import { A_login_code_valid as EXAMPLE } from '../../test/fixtures/ory/ctx-examples.json';

export const BATCH = 10;
export const TOKEN = '0123456789abcdef'.repeat(2);
const REGION = 'eu-central-1';
const PARAMETER = '/sms/twilio/auth_token';

/** What stands around the courier in every run: queue, ledger and Parameter Store, the first two in processes of their own. */
export interface Stage {
  readonly queuePid: number;
  readonly ledgerPid: number;
  /** Environments of the function that reach their providers, the first and the second, at these endpoints. */
  environments(count: number, endpoints: Endpoints): Promise<LocalFunction>;
  /** The environment variables of such a function. */
  variables(endpoints: Endpoints): Record<string, string>;
  readonly zipFile: string;
  /** So many events of ten messages each, all of them received from the queue by now. */
  events(count: number): Promise<SQSEvent[]>;
  close(): Promise<void>;
}

export interface Endpoints {
  readonly first: string;
  readonly second: string;
}

export async function startStage(): Promise<Stage> {
  const started: (() => unknown)[] = [];
  const close = async () => {
    for (const stop of started.splice(0).reverse()) await stop();
  };
  try {
    const outdir = mkdtempSync(join(tmpdir(), 'throughput-'));
    started.push(() => rmSync(outdir, { recursive: true }));
    const declaration = synthesize(outdir);
    const queueProcess = await startQueueProcess(REGION);
    started.push(queueProcess.stop);
    const client = queueClient(queueProcess.endpoint, REGION);
    started.push(() => client.destroy());
    const queues = await createQueues(client, declaration.queues);
    const queue = queues.get(declaration.mapping.queueId) as QueueAddress;
    const ledger = await startLedgerProcess();
    started.push(ledger.stop);
    await createTables(
      ledger.endpoint,
      REGION,
      declaration.tables.map(({ input }) => input),
    );
    const secrets = { get: (name: string) => (name === PARAMETER ? TOKEN : undefined) };
    const aws = await serveAwsJson(ssmOperations(new ParameterStore(secrets), REGION));
    started.push(aws.close);

    const variables = ({ first, second }: Endpoints) => ({
      ...resolveEnvironment(declaration, queues),
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_SQS: queueProcess.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: ledger.endpoint,
      AWS_ENDPOINT_URL: aws.origin,
      [ENV.endpointUrls]: JSON.stringify({ 'https://api.twilio.com': first, 'https://gateway.example.com': second }),
    });
    return {
      queuePid: queueProcess.pid,
      ledgerPid: ledger.pid,
      variables,
      zipFile: declaration.function.zipFile,
      async environments(count, endpoints) {
        const lambda = new LocalFunction({
          declaration: declaration.function,
          region: REGION,
          environments: count,
          variables: variables(endpoints),
          onLine: (stream, line) => {
            if (stream === 'stderr') console.error(line);
          },
        });
        await lambda.start();
        return lambda;
      },
      events: (count) => receivedEvents(client, queue, count),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Hands the events over one after the other, as Lambda does to one environment. @throws Error if a message is to come again */
export async function feed(lambda: LocalFunction, events: readonly SQSEvent[]): Promise<void> {
  for (const event of events) {
    const result = await lambda.invoke(event);
    const answer = 'payload' in result ? result.payload : JSON.stringify(result.error);
    if (answer !== '{"batchItemFailures":[]}') throw new Error(`the courier answered ${answer}`);
  }
}

/** A courier as one would have it: a template of its own, and a second provider. */
function synthesize(outdir: string): CourierDeclaration {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'bench');
  new AwsProvider(stack, 'aws', { region: REGION });
  new SmsCourier(stack, 'Sms', {
    allowedCountries: ['DE'],
    // counted as any message is, and out of the way
    limits: { countryPerHour: 10_000_000, segmentsPerDay: 100_000_000 },
    templates: {
      login_code: {
        de: 'Dein Code: {{ .LoginCode }}\n\nEr gilt {{ .ExpiresInMinutes }} Minuten.',
        en: 'Your code: {{ .LoginCode }}\n\nIt expires in {{ .ExpiresInMinutes }} minutes.',
      },
    },
    delivery: { onAmbiguous: 'failover' },
    providers: [
      SmsProvider.twilio({
        accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
        authToken: SmsSecret.fromSsmParameter(PARAMETER),
        messagingServiceSid: `MG${'fedcba9876543210'.repeat(2)}`,
      }),
      SmsProvider.http({
        id: 'gateway',
        url: 'https://gateway.example.com/send',
        body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
      }),
    ],
  });
  app.synth();
  return readStack(join(outdir, 'stacks', 'bench'));
}

/** Longer than any run: what has been received stays the bench's own. */
const VISIBILITY_SECONDS = 3_600;

async function receivedEvents(client: SQSClient, queue: QueueAddress, count: number): Promise<SQSEvent[]> {
  const events: SQSEvent[] = [];
  for (let index = 0; index < count; index++) {
    await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: Array.from({ length: BATCH }, (_, id) => ({ Id: String(id), MessageBody: JSON.stringify(message()) })),
      }),
    );
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: BATCH,
        VisibilityTimeout: VISIBILITY_SECONDS,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length !== BATCH) throw new Error(`the queue gave ${Messages.length} messages of ${BATCH}`);
    events.push({ Records: Messages.map((each) => toRecord(each, queue, REGION)) });
  }
  return events;
}

/** One of Ory's, with a code of its own. */
function message(): object {
  const code = String(randomInt(10 ** 11)).padStart(11, '0');
  const recipient = `+49176${code.slice(3)}`;
  return {
    ...EXAMPLE,
    recipient,
    body: EXAMPLE.body.replaceAll(EXAMPLE.template_data.login_code, code),
    template_data: { ...EXAMPLE.template_data, to: recipient, login_code: code },
  };
}
