import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { strFromU8, unzipSync } from 'fflate';
import { CONFIG_FILE, type CourierConfig, type Deferred, ENV } from '../lambda/config';
import type { AcceptedMessage, Fault, ProviderEmulator } from '../lib/providers/emulator-base';
import { serveAwsJson } from './aws-json';
import { type DeadLetter, readDeadLetters } from './dead-letters';
import { chooseEmulators, originsOf } from './emulators';
import { Ending } from './ending';
import type { InvocationResult } from './environment';
import { LocalFunction } from './function';
import { startHttpApi } from './http-api';
import { startInvokeApi } from './invoke-api';
import { kmsOperations } from './kms';
import { createTables, startLedgerProcess } from './ledger';
import { startPoller } from './poller';
import { type FaultPlan, type Latency, type ProviderRequest, startProviderServer } from './provider-server';
import { CREDENTIALS, createQueues, queueClient, startQueueProcess } from './queue';
import { readSecretsFile, type SecretValues } from './secrets-file';
import { secretsManagerOperations } from './secrets-manager';
import { ssmOperations } from './ssm';
import {
  type CourierDeclaration,
  type FunctionDeclaration,
  type QueueAddress,
  readStack,
  resolveEnvironment,
} from './stack';
import { isObject } from './terraform';

export interface LocalCourierOptions {
  /** Such as `cdktf.out/stacks/quickstart`. */
  readonly stackDirectory: string;
  /** The courier's construct path or the last part of it; needed if the stack holds several. */
  readonly courier?: string;
  /** A JSON object from the name of an SSM parameter or a Secrets Manager secret to its value. */
  readonly secretsFile: string;
  /** Invocations that run at a time. @default 2 */
  readonly environments?: number;
  /** How long a provider takes to answer. @default 0 */
  readonly emulatorLatencyMs?: Latency;
  /** Emulators of providers that the package has none for. */
  readonly emulators?: readonly ProviderEmulator[];
  /** Port of the invoke endpoint. @default one that is free */
  readonly invokePort?: number;
  /** Port of the ingress, if the courier has one. @default one that is free */
  readonly ingressPort?: number;
  /** Waits before the retries of an asynchronous invocation. @default 1 s and 2 s, for Lambda's minutes */
  readonly asyncRetryDelaysMs?: readonly number[];
  /** @default eu-central-1 */
  readonly region?: string;
  /** Where `TF_VAR_…` variables are read. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A message that a provider has taken and would now bring to the phone. */
export interface Arrival extends AcceptedMessage {
  readonly provider: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One of the courier's log lines. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface LocalCourierEvents {
  arrival: [Arrival];
  log: [LogLine];
  /** Something that is no log line of the courier's: what the function prints besides, a batch that fails. */
  notice: [string];
  /** A provider has received a request, taken or refused. */
  request: [ProviderRequest];
  response: [ProviderRequest];
}

/** A synthesized courier that runs on this machine. */
export interface LocalCourier {
  /** Its construct path. */
  readonly name: string;
  /** What has been baked into its zip. */
  readonly config: CourierConfig<Deferred>;
  readonly functionName: string;
  /** Lambda's endpoint: `aws lambda invoke --endpoint-url …`. */
  readonly invokeEndpoint: string;
  /** Where sources of the ingress post to: `<ingressUrl>/ory`. Undefined if none does. */
  readonly ingressUrl: string | undefined;
  /** SQS's endpoint. */
  readonly queueEndpoint: string;
  /** Of the other services: SSM, Secrets Manager, and the KMS that what stands in for Cognito encrypts codes by. */
  readonly awsEndpoint: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string | undefined;
  readonly queueProcessId: number;
  /** The ledger's table and where it is. */
  readonly ledger: LedgerAddress;
  readonly events: EventEmitter<LocalCourierEvents>;
  /** Fulfilled when the courier has ended: with the reason if it broke, with `undefined` if it was stopped. */
  readonly ended: Promise<Error | undefined>;
  /** The function's processes. */
  environmentProcessIds(): number[];
  /** Puts a message on the queue; gives its SQS message id. */
  sendMessage(message: string | object): Promise<string>;
  invoke(event: unknown): Promise<InvocationResult>;
  /** Invokes the ingress function, as Cognito's trigger does. @throws if there is none */
  invokeIngress(event: unknown): Promise<InvocationResult>;
  /** Kills (SIGKILL) every process of the function. The next batch starts new ones. */
  killEnvironments(): void;
  /** Lets something go wrong at a provider, by its id in the courier; without a fault all is well again. */
  setFault(provider: string, fault?: Fault | FaultPlan): Promise<void>;
  /** Takes Parameter Store and Secrets Manager down, and brings them back. */
  setSecretsOutage(down: boolean): void;
  /** Puts another synthesis of the courier in the place of this one, as a deploy does: queue, ledger and providers stay. */
  redeploy(stackDirectory: string): Promise<void>;
  /** What the providers have received and not answered. */
  requestsInFlight(): readonly ProviderRequest[];
  deadLetters(): Promise<DeadLetter[]>;
  stop(): Promise<void>;
}

export interface LedgerAddress {
  /** DynamoDB's endpoint. */
  readonly endpoint: string;
  readonly tableName: string;
  readonly processId: number;
}

/** Runs a synthesized courier on this machine: its own zip, fed from a queue, sending to emulated providers. */
export async function startLocalCourier(options: LocalCourierOptions): Promise<LocalCourier> {
  const declaration = readStack(options.stackDirectory, options);
  const region = options.region ?? 'eu-central-1';
  const secrets = readSecretsFile(options.secretsFile);
  const events = new EventEmitter<LocalCourierEvents>();
  // What has been started is stopped in reverse order, here if a later part does not start.
  const started: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of started.splice(0).reverse()) await stop();
  };
  try {
    return await assemble({ options, declaration, region, secrets, events, started, stopAll });
  } catch (error) {
    await stopAll();
    throw error;
  }
}

interface Assembly {
  readonly options: LocalCourierOptions;
  readonly declaration: CourierDeclaration;
  readonly region: string;
  readonly secrets: SecretValues;
  readonly events: EventEmitter<LocalCourierEvents>;
  readonly started: (() => Promise<void>)[];
  readonly stopAll: () => Promise<void>;
}

async function assemble(assembly: Assembly): Promise<LocalCourier> {
  const { options, declaration, region, secrets, events, started, stopAll } = assembly;
  const notice = (text: string) => events.emit('notice', text);

  const queueProcess = await startQueueProcess(region);
  started.push(queueProcess.stop);
  const client = queueClient(queueProcess.endpoint, region);
  started.push(async () => client.destroy());
  const queues = await createQueues(client, declaration.queues);
  const queue = find(queues, declaration.mapping.queueId);
  const ledger = await startLedgerProcess();
  started.push(ledger.stop);
  await createTables(
    ledger.endpoint,
    region,
    declaration.tables.map(({ input }) => input),
  );
  const variables = resolveEnvironment(declaration, queues);

  const aws = await serveAwsJson({
    ...ssmOperations(secrets, region),
    ...secretsManagerOperations(secrets),
    ...kmsOperations(),
  });
  started.push(aws.close);
  let config = readConfig(declaration.function.zipFile);
  const emulators = chooseEmulators(config, { variables, secrets, region, own: options.emulators ?? [] });
  const providers = await startProviderServer(emulators, options.emulatorLatencyMs ?? 0);
  started.push(providers.close);
  forwardProviderEvents(providers.events, events);

  const environments = options.environments ?? 2;
  const startFunction = async (
    deployed: CourierDeclaration,
    of: FunctionDeclaration = deployed.function,
  ): Promise<LocalFunction> => {
    const made = new LocalFunction({
      declaration: of,
      region,
      environments,
      variables: {
        ...resolveEnvironment(deployed, queues, of),
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_ENDPOINT_URL_SQS: queueProcess.endpoint,
        AWS_ENDPOINT_URL_DYNAMODB: ledger.endpoint,
        // For every other service, so that no call leaves this machine.
        AWS_ENDPOINT_URL: aws.origin,
        [ENV.endpointUrls]: JSON.stringify(providers.endpoints),
      },
      onLine: (stream, line) => {
        const entry = stream === 'stdout' ? parseLogLine(line) : undefined;
        if (entry === undefined) notice(line);
        else events.emit('log', entry);
      },
    });
    await made.start();
    return made;
  };
  let lambda = await startFunction(declaration);
  started.push(() => lambda.stop());

  const { asyncInvoke } = declaration;
  const invokeApi = await startInvokeApi(
    {
      functionName: lambda.name,
      functionArn: lambda.arn,
      variables,
      invoke: (event, requestId) => lambda.invoke(event, requestId),
      maximumRetries: asyncInvoke.maximumRetries,
      retryDelaysMs: options.asyncRetryDelaysMs ?? [1_000, 2_000],
      onGivenUp: async (record) => {
        if (asyncInvoke.failureQueueId === undefined) throw new Error('the stack names no destination for it');
        await send(client, find(queues, asyncInvoke.failureQueueId).url, record);
      },
      onProblem: notice,
    },
    options.invokePort,
  );
  started.push(invokeApi.close);

  const { ingress } = declaration;
  const ingressLambda = ingress && (await startFunction(declaration, ingress.function));
  if (ingressLambda !== undefined) started.push(() => ingressLambda.stop());
  const api =
    ingress && ingressLambda && ingress.routeKeys.length > 0
      ? await startHttpApi(
          {
            routeKeys: ingress.routeKeys,
            invoke: (event) => ingressLambda.invoke(event),
            onProblem: notice,
          },
          options.ingressPort,
        )
      : undefined;
  if (api !== undefined) started.push(api.close);

  const concurrency = Math.min(declaration.mapping.maximumConcurrency ?? environments, environments);
  const poller = startPoller({
    client,
    queue,
    region,
    mapping: declaration.mapping,
    concurrency,
    invoke: (event) => lambda.invoke(event),
    onProblem: notice,
  });
  // A batch at work would hold up the end; killed, it fails.
  started.push(async () => {
    const polled = poller.stop();
    lambda.kill();
    await polled;
  });

  const originFor = (id: string): string => {
    const provider = config.providers.find((each) => each.id === id);
    if (provider === undefined)
      throw new Error(`no provider "${id}": the courier has ${config.providers.map((each) => each.id).join(', ')}`);
    return originsOf(provider, { variables, region })[0] as string;
  };
  const ending = new Ending(stopAll);
  queueProcess.ended.then((how) => ending.end(new Error(`the queue process ${how}: its messages are gone`)));
  ledger.ended.then((how) => ending.end(new Error(`the ledger process ${how}: its rows are gone`)));

  const deadLetterQueueId = declaration.queues.find(({ id }) => id === declaration.mapping.queueId)?.redrive
    ?.deadLetterQueueId;
  const deadLetterQueue = deadLetterQueueId === undefined ? undefined : find(queues, deadLetterQueueId);
  return {
    name: declaration.name,
    get config() {
      return config;
    },
    functionName: lambda.name,
    invokeEndpoint: invokeApi.origin,
    ingressUrl: api?.origin,
    queueEndpoint: queueProcess.endpoint,
    awsEndpoint: aws.origin,
    queueUrl: queue.url,
    deadLetterQueueUrl: deadLetterQueue?.url,
    queueProcessId: queueProcess.pid,
    ledger: {
      endpoint: ledger.endpoint,
      tableName: declaration.tables[0]?.input.TableName ?? '',
      processId: ledger.pid,
    },
    events,
    ended: ending.ended,
    environmentProcessIds: () => lambda.processIds(),
    sendMessage: (message) =>
      ending.unless(send(client, queue.url, typeof message === 'string' ? message : JSON.stringify(message))),
    invoke: (event) => ending.unless(lambda.invoke(event)),
    invokeIngress: async (event) => {
      if (ingressLambda === undefined) throw new Error(`courier ${declaration.name} has no ingress`);
      return ending.unless(ingressLambda.invoke(event));
    },
    killEnvironments: () => lambda.kill(),
    setFault: (provider, fault) => providers.setFault(originFor(provider), fault),
    setSecretsOutage: (down) => aws.setOutage(down),
    redeploy: async (stackDirectory) => {
      const before = lambda;
      const deployed = readStack(stackDirectory, options);
      lambda = await startFunction(deployed);
      config = readConfig(deployed.function.zipFile);
      await before.retire();
    },
    requestsInFlight: () => providers.inFlight(),
    deadLetters: () => ending.unless(readDeadLetters(queueProcess.endpoint, deadLetterQueue)),
    stop: () => ending.end(undefined),
  };
}

function forwardProviderEvents(
  providers: EventEmitter<{ request: [ProviderRequest]; response: [ProviderRequest] }>,
  events: EventEmitter<LocalCourierEvents>,
): void {
  providers.on('request', (request) => {
    events.emit('request', request);
    const { provider, accepted, receivedAt } = request;
    if (accepted !== undefined) events.emit('arrival', { ...accepted, provider, at: receivedAt });
  });
  providers.on('response', (request) => events.emit('response', request));
}

function find(queues: ReadonlyMap<string, QueueAddress>, id: string): QueueAddress {
  const queue = queues.get(id);
  if (queue === undefined) throw new Error(`the stack declares no queue ${id}`);
  return queue;
}

function readConfig(zipFile: string): CourierConfig<Deferred> {
  const file = unzipSync(readFileSync(zipFile), { filter: ({ name }) => name === CONFIG_FILE })[CONFIG_FILE];
  if (file === undefined) throw new Error(`${zipFile} is no courier's: it holds no ${CONFIG_FILE}`);
  return JSON.parse(strFromU8(file)) as CourierConfig<Deferred>;
}

function parseLogLine(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    return isObject(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

async function send(client: SQSClient, url: string, body: string): Promise<string> {
  return (await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }))).MessageId ?? '';
}
