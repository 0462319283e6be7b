import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { strFromU8, unzipSync } from 'fflate';
import { CONFIG_FILE, type CourierConfig, type Deferred } from '../lambda/config';
import { readRequest } from '../lambda/courier/request';
import { loadConfig } from '../lambda/load-config';
import { ATTRIBUTE } from '../lambda/message';
import type { AcceptedMessage, Fault, ProviderEmulator } from '../lib/providers/emulator-base';
import { type Endpoints, freeAccess, gatedAccess } from './access';
import { serveAwsJson } from './aws-json';
import { type DeadLetter, readDeadLetters } from './dead-letters';
import { boundSecrets, chooseEmulators, originsOf } from './emulators';
import { Ending } from './ending';
import type { InvocationResult } from './environment';
import { LocalFunction } from './function';
import type { LocalServer } from './http';
import { startHttpApi } from './http-api';
import { readIam } from './iam/declaration';
import type { Gate } from './iam/gate';
import type { Keys } from './iam/keys';
import { type InvocableFunction, startInvokeApi } from './invoke-api';
import { kmsOperations } from './kms';
import { createTables, startLedgerProcess } from './ledger';
import { ParameterStore } from './parameter-store';
import { startPoller } from './poller';
import { type FaultPlan, type Latency, type ProviderRequest, startProviderServer } from './provider-server';
import { createQueues, queueClient, startQueueProcess } from './queue';
import { readSecretsFile, type SecretValues } from './secrets-file';
import { secretsManagerOperations } from './secrets-manager';
import type { ServerProcess } from './server-process';
import { ssmOperations } from './ssm';
import {
  type AsyncInvokeDeclaration,
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
  /** A JSON object from the name of an SSM parameter or a Secrets Manager secret to its value; or such values, chosen for what a courier binds. */
  readonly secretsFile: string | ((config: CourierConfig) => SecretValues);
  /** Invocations that run at a time. @default 2 */
  readonly environments?: number;
  /** How long a provider takes to answer. @default 0 */
  readonly emulatorLatencyMs?: Latency;
  /** Emulators of providers that the package has none for. */
  readonly emulators?: readonly ProviderEmulator[];
  /** Ids of HTTP providers that are asked for real: what is sent by them arrives, and is paid for. @default none */
  readonly live?: readonly string[];
  /** Port of the invoke endpoint. @default one that is free */
  readonly invokePort?: number;
  /** Port of the ingress, if the courier has one. @default one that is free */
  readonly ingressPort?: number;
  /** Waits before the retries of an asynchronous invocation. @default 1 s and 2 s, for Lambda's minutes */
  readonly asyncRetryDelaysMs?: readonly number[];
  /**
   * Lets the functions do what their roles' policies allow and nothing else, as on AWS. `secretKeys` leads from the ARN of a secret to that
   * of the customer managed key that it is encrypted with, which the stack does not tell.
   *
   * @default - they may do all
   */
  readonly policies?: { readonly secretKeys: Keys };
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

/** A message that a front door has been handed. */
export interface Received {
  /** Its name, such as `queue` or `invoke`. */
  readonly door: string;
  /** The message as its sender gave it: JSON text, if it is a message. */
  readonly body: string;
  /** The id that the courier gives it if its sender has given none. */
  readonly fallbackId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface LocalCourierEvents {
  received: [Received];
  arrival: [Arrival];
  log: [LogLine];
  /** Something that is no log line of the courier's: what the function prints besides, a batch that fails. */
  notice: [string];
  /** A provider has received a request, taken or refused. */
  request: [ProviderRequest];
  response: [ProviderRequest];
}

/** A provider of the courier, as it is on this machine. */
export interface LocalProvider {
  readonly id: string;
  /** Where it is asked; two providers of one origin share what goes wrong there. */
  readonly origin: string;
  readonly isLive: boolean;
  /** The codes of its own errors that a fault may name. */
  readonly errorCodes: readonly string[];
}

/** A synthesized courier that runs on this machine. */
export interface LocalCourier {
  /** Its construct path. */
  readonly name: string;
  /** What has been baked into its zip. */
  readonly config: CourierConfig<Deferred>;
  /** The same, with what the deploy fills in. */
  readonly resolvedConfig: CourierConfig;
  readonly providers: readonly LocalProvider[];
  /** From the value of each secret to the placeholder that stands for it. */
  secretValues(): ReadonlyMap<string, string>;
  readonly functionName: string;
  /** Lambda's endpoint, for the courier's function and the ingress's: `aws lambda invoke --endpoint-url …`. */
  readonly invokeEndpoint: string;
  /** Where sources of the ingress post to: `<ingressUrl>/ory`. Undefined if none does. */
  readonly ingressUrl: string | undefined;
  /** SQS's endpoint. */
  readonly queueEndpoint: string;
  /** Of the other services, `AWS_ENDPOINT_URL_SSM` of operators: SSM, Secrets Manager, and the KMS that what stands in for Cognito encrypts codes by. */
  readonly awsEndpoint: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string | undefined;
  readonly queueProcessId: number;
  /** The ledger's table and where it is. */
  readonly ledger: LedgerAddress;
  /** What holds the functions to their policies, if they are held. */
  readonly gate: Gate | undefined;
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
  /** Kills (SIGKILL) every process of the functions. The next event starts new ones. */
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
  /** Takes nothing more out of the queue, lets what is at work come to its end, and stops. */
  drain(): Promise<void>;
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
  const events = new EventEmitter<LocalCourierEvents>();
  // What has been started is stopped in reverse order, here if a later part does not start.
  const started: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of started.splice(0).reverse()) await stop();
  };
  try {
    return await assemble({ options, declaration, region, events, started, stopAll });
  } catch (error) {
    await stopAll();
    throw error;
  }
}

interface Assembly {
  readonly options: LocalCourierOptions;
  readonly declaration: CourierDeclaration;
  readonly region: string;
  readonly events: EventEmitter<LocalCourierEvents>;
  readonly started: (() => Promise<void>)[];
  readonly stopAll: () => Promise<void>;
}

async function assemble(assembly: Assembly): Promise<LocalCourier> {
  const { options, declaration, region, events, started, stopAll } = assembly;
  const notice = (text: string) => events.emit('notice', text);

  const [queueProcess, ledger] = await startProcesses(region, started);
  const client = queueClient(queueProcess.endpoint, region);
  started.push(async () => client.destroy());
  const queues = await createQueues(client, declaration.queues);
  const queue = find(queues, declaration.mapping.queueId);
  await createTables(
    ledger.endpoint,
    region,
    declaration.tables.map(({ input }) => input),
  );
  const variables = resolveEnvironment(declaration, queues);

  let config = readConfig(declaration.function.zipFile);
  const resolve = () => loadConfig(JSON.stringify(config), variables).config;
  const secrets = new ParameterStore(
    typeof options.secretsFile === 'string' ? readSecretsFile(options.secretsFile) : options.secretsFile(resolve()),
  );
  const aws = await serveAwsJson({
    ...ssmOperations(secrets, region),
    ...secretsManagerOperations(secrets),
    ...kmsOperations(),
  });
  started.push(aws.close);
  const live = options.live ?? [];
  const emulators = chooseEmulators(config, { variables, secrets, region, own: options.emulators ?? [], live });
  const providers = await startProviderServer(emulators, options.emulatorLatencyMs ?? 0);
  started.push(providers.close);
  forwardProviderEvents(providers.events, events);

  let invokeApi: LocalServer | undefined;
  const endpoints: Endpoints = {
    queue: queueProcess.endpoint,
    ledger: ledger.endpoint,
    others: aws.origin,
    providers: providers.endpoints,
    lambda: () => invokeApi?.origin,
  };
  const iamOf = (directory: string, deployed: CourierDeclaration) => readIam(directory, deployed, queues, region);
  const gated =
    options.policies &&
    (await gatedAccess(endpoints, iamOf(options.stackDirectory, declaration), options.policies.secretKeys));
  if (gated !== undefined) started.push(gated.gate.close);
  const access = gated ?? freeAccess(endpoints);

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
        ...access.variables(of.name),
      },
      onLine: (stream, line) => {
        if (!access.keepsLog(of.name)) return;
        const entry = stream === 'stdout' ? parseLogLine(line) : undefined;
        if (entry === undefined) notice(line);
        else events.emit('log', entry);
      },
      refusal: () => {
        if (!access.keepsTrace(of.name))
          notice(`the trace of an invocation of ${of.name} is lost: its role may not write it`);
        return access.refusal(of.name);
      },
    });
    await made.start();
    return made;
  };
  let lambda = await startFunction(declaration);
  started.push(() => lambda.stop());
  const behalf = access.queues(declaration.function.name);
  const lambdaClient = queueClient(behalf.endpoint, region, behalf.credentials);
  started.push(async () => lambdaClient.destroy());

  const invoke = (event: unknown, requestId: string = randomUUID()) => {
    const body = invokedMessage(event);
    if (body !== undefined) events.emit('received', { door: 'invoke', body, fallbackId: requestId, at: Date.now() });
    return lambda.invoke(event, requestId);
  };
  const { ingress } = declaration;
  const ingressLambda = ingress && (await startFunction(declaration, ingress.function));
  if (ingressLambda !== undefined) started.push(() => ingressLambda.stop());

  const invocable = (
    of: LocalFunction,
    { maximumRetries, failureQueueId }: AsyncInvokeDeclaration,
    rest: Pick<InvocableFunction, 'variables' | 'invoke'>,
  ): InvocableFunction => ({
    functionName: of.name,
    functionArn: of.arn,
    ...rest,
    maximumRetries,
    retryDelaysMs: options.asyncRetryDelaysMs ?? [1_000, 2_000],
    onGivenUp: async (record) => {
      if (failureQueueId === undefined) throw new Error('the stack names no destination for it');
      await send(lambdaClient, find(queues, failureQueueId).url, record);
    },
    onProblem: notice,
  });
  const invocables = [invocable(lambda, declaration.asyncInvoke, { variables, invoke })];
  if (ingress !== undefined && ingressLambda !== undefined)
    invocables.push(
      invocable(ingressLambda, ingress.asyncInvoke, {
        variables: resolveEnvironment(declaration, queues, ingress.function),
        invoke: (event, requestId) => ingressLambda.invoke(event, requestId),
      }),
    );
  invokeApi = await startInvokeApi(invocables, options.invokePort);
  started.push(invokeApi.close);

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
    client: lambdaClient,
    queue,
    region,
    mapping: declaration.mapping,
    concurrency,
    invoke: (event) => {
      for (const record of event.Records) events.emit('received', receivedOf(record));
      return lambda.invoke(event);
    },
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
    get resolvedConfig() {
      return resolve();
    },
    get providers() {
      return config.providers.map(({ id }) => {
        const origin = originFor(id);
        return { id, origin, isLive: live.includes(id), errorCodes: providers.errorCodes[origin] ?? [] };
      });
    },
    secretValues: () =>
      new Map(
        config.providers.flatMap((provider) =>
          Object.entries(boundSecrets(provider, { variables, secrets })).flatMap(([name, { value }]) =>
            value === undefined ? [] : [[value, `{$${name}}`] as const],
          ),
        ),
      ),
    functionName: lambda.name,
    invokeEndpoint: invokeApi.origin,
    ingressUrl: api?.origin,
    queueEndpoint: queueProcess.endpoint,
    awsEndpoint: aws.origin,
    gate: gated?.gate,
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
    sendMessage: async (message) => {
      const body = typeof message === 'string' ? message : JSON.stringify(message);
      const at = Date.now();
      const fallbackId = await ending.unless(send(client, queue.url, body));
      // the poller may have told of it already, which is no harm: it is the same message
      events.emit('received', { door: 'queue', body, fallbackId, at });
      return fallbackId;
    },
    invoke: (event) => ending.unless(invoke(event)),
    invokeIngress: async (event) => {
      if (ingressLambda === undefined) throw new Error(`courier ${declaration.name} has no ingress`);
      return ending.unless(ingressLambda.invoke(event));
    },
    killEnvironments: () => {
      lambda.kill();
      ingressLambda?.kill();
    },
    setFault: (provider, fault) => providers.setFault(originFor(provider), fault),
    setSecretsOutage: (down) => aws.setOutage(down),
    redeploy: async (stackDirectory) => {
      const before = lambda;
      const deployed = readStack(stackDirectory, options);
      gated?.declare(iamOf(stackDirectory, deployed));
      lambda = await startFunction(deployed);
      config = readConfig(deployed.function.zipFile);
      await before.retire();
    },
    requestsInFlight: () => providers.inFlight(),
    deadLetters: () => ending.unless(readDeadLetters(queueProcess.endpoint, deadLetterQueue)),
    stop: () => ending.end(undefined),
    drain: async () => {
      await Promise.race([poller.stop(), ending.ended]);
      await ending.end(undefined);
    },
  };
}

/** The queue and the ledger, started at the same time. */
async function startProcesses(
  region: string,
  started: (() => Promise<void>)[],
): Promise<[queue: ServerProcess, ledger: ServerProcess]> {
  const starting = [startQueueProcess(region), startLedgerProcess()].map(async (start) => {
    const running = await start;
    started.push(running.stop);
    return running;
  });
  const results = await Promise.allSettled(starting);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return (await Promise.all(starting)) as [ServerProcess, ServerProcess];
}

/** The message that an invoke is to send; other actions send none, or put it on the queue, which tells of it then. */
function invokedMessage(event: unknown): string | undefined {
  try {
    const request = readRequest(event);
    return request.action === 'send' ? JSON.stringify(request.message) : undefined;
  } catch {
    // the function says what is wrong with it
    return undefined;
  }
}

function receivedOf({ messageId, body, attributes, messageAttributes }: SQSRecord): Received {
  const text = (name: string) => messageAttributes[name]?.stringValue;
  return {
    door: text(ATTRIBUTE.origin) ?? 'queue',
    body,
    fallbackId: text(ATTRIBUTE.messageId) ?? messageId,
    at: Date.parse(text(ATTRIBUTE.enteredAt) ?? '') || Number(attributes.SentTimestamp),
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
