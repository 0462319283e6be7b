import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { loadConfig } from '../lambda/load-config';
import { type Endpoints, freeAccess, gatedAccess } from './access';
import { serveAwsJson } from './aws-json';
import { readConfig } from './baked-config';
import { readDeadLetters } from './dead-letters';
import { boundSecrets, chooseEmulators, originsOf } from './emulators';
import { Ending } from './ending';
import type { LocalFunction } from './function';
import type { LocalServer } from './http';
import { startHttpApi } from './http-api';
import { readIam } from './iam/declaration';
import { type InvocableFunction, startInvokeApi } from './invoke-api';
import { kmsOperations } from './kms';
import { createTables, startLedgerProcess } from './ledger';
import type { LocalCourier, LocalCourierEvents, LocalCourierOptions } from './local-courier';
import { ParameterStore } from './parameter-store';
import { startPoller } from './poller';
import { type ProviderRequest, startProviderServer } from './provider-server';
import { createQueues, queueClient, startQueueProcess } from './queue';
import { invokedMessage, receivedOf } from './received';
import { readSecretsFile } from './secrets-file';
import { secretsManagerOperations } from './secrets-manager';
import type { ServerProcess } from './server-process';
import { ssmOperations } from './ssm';
import {
  type AsyncInvokeDeclaration,
  type CourierDeclaration,
  type QueueAddress,
  readStack,
  resolveEnvironment,
} from './stack';
import { StandIn } from './stand-in';
import { startFunction } from './start-function';

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
  const surroundings = { region, environments, queues, access, events };
  let lambda = await startFunction(declaration, declaration.function, surroundings);
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
  const ingressLambda = ingress && (await startFunction(declaration, ingress.function, surroundings));
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
        return {
          id,
          origin,
          isLive: live.includes(id),
          isStandIn: emulators.some((each) => each.origin === origin && each instanceof StandIn),
          errorCodes: providers.errorCodes[origin] ?? [],
        };
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
      lambda = await startFunction(deployed, deployed.function, surroundings);
      config = readConfig(deployed.function.zipFile);
      await before.retire();
    },
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

async function send(client: SQSClient, url: string, body: string): Promise<string> {
  return (await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }))).MessageId ?? '';
}
