import type { SQSEvent } from 'aws-lambda';
import { createProvider } from '../attempt';
import { dynamoTable } from '../aws/dynamodb';
import { fetchFromSecretsManager } from '../aws/secrets-manager';
import { type Queues, queuesOverSqs, sqsCall } from '../aws/sqs';
import { fetchFromSsm } from '../aws/ssm';
import type { OpenCode } from '../cognito/sealed';
import { type CourierConfig, ENV, isAwsProvider } from '../config';
import { handleInvoke } from '../courier/invoke';
import type { CourierServices } from '../courier/services';
import { handleQueue } from '../courier/sqs';
import { frontDoorsOf } from '../front-doors';
import { withholding } from '../guards/withhold';
import type { RunningWorker } from '../jsonnet/worker/start';
import { failFast } from '../ledger/fail-fast';
import { createLedger } from '../ledger/ledger';
import { createLog } from '../log';
import { Connections } from '../request/connections';
import { createSender } from '../request/send';
import { Secrets } from '../secrets/secrets';
import type { Templates } from '../template/templates';
import { tracedLog } from '../tracing/traced-log';
import { awsClients } from './aws-clients';
import { readConfiguration } from './configuration';
import { startJsonnet } from './jsonnet';

const DAY_MS = 86_400_000;

/** Handles one event before the given time (milliseconds since the epoch); the request's id is the same when Lambda retries it. */
export type Courier = (event: unknown, deadline: number, requestId: string) => Promise<unknown>;

/** Puts the courier together, once per execution environment. The secrets are on their way before anything else waits. */
export async function startCourier(directory: string, worker: RunningWorker): Promise<Courier> {
  const { config, hash } = readConfiguration(directory);
  const now = Date.now;
  const secrets = new Secrets(config.providers, { ssm: fetchFromSsm, secretsmanager: fetchFromSecretsManager }, now);
  const loading = secrets.load();
  const endpoints = JSON.parse(process.env[ENV.endpointUrls] ?? '{}');
  const awsConnections = new Connections();
  const aws = awsClients(process.env['AWS_REGION'] ?? '', endpoints, awsConnections);
  const sender = createSender({
    endpoints,
    privateHosts: config.privateHosts ?? [],
  });
  const jsonnet = startJsonnet(directory, worker);
  const templates = loadTemplates(config);
  const written = createLog(config.courier, hash, (line) => process.stdout.write(`${line}\n`), now);
  const log = tracedLog(written, process.env, now);
  const ledger = createLedger(
    failFast(dynamoTable(environment(ENV.ledgerTable)), now),
    {
      config: hash,
      retentionMs: config.delivery.ledgerDays * DAY_MS,
      providers: config.providers.map(({ id }) => id),
      frontDoors: frontDoorsOf(config),
      ...(config.limits === undefined ? {} : { limits: config.limits }),
      onBreakerChange: log.breaker,
    },
    now,
  );
  const queues = queuesOverSqs();
  const asking = { jsonnet, secrets, sender, aws, now, ...withholding(config) };
  const services: CourierServices = {
    delivery: {
      config,
      providers: config.providers.map((provider) => createProvider(provider, asking)),
      templates,
      ledger,
      log,
      now,
      random: Math.random,
    },
    secrets,
    jsonnet,
    queues,
    queueUrl: environment(ENV.queueUrl),
    deadLetterQueueUrl: environment(ENV.deadLetterQueueUrl),
    ...(config.cognitoKeys === undefined ? {} : { openCode: openLazily(config.cognitoKeys) }),
    ...(config.redactExpired === false ? {} : { redact: redactLazily(queues) }),
  };
  const [first] = config.providers;
  // it is about to be asked, and there is nothing to do but wait for the secrets and for Jsonnet's worker
  if (first !== undefined && isAwsProvider(first)) aws(first.call.service, first.call.region);
  await loading;
  return (event, deadline, requestId) => {
    sender.dropIdleSockets();
    awsConnections.dropIdle();
    return isQueueEvent(event)
      ? handleQueue(event, deadline, services)
      : handleInvoke(event, { deadline, requestId }, services);
  };
}

/** A courier with templates of its own parses them now; one without loads the engine when a message comes that needs it. */
function loadTemplates(config: CourierConfig): () => Templates {
  let loaded: Templates | undefined;
  const load = () => {
    if (loaded === undefined) {
      const bundle = require('./templates.js') as typeof import('../template/templates');
      loaded = new bundle.Templates(config);
    }
    return loaded;
  };
  if (config.templates !== undefined) load().prepare();
  return load;
}

/** The Encryption SDK is large; only a message from Cognito needs it. */
function openLazily(keyArns: readonly string[]): OpenCode {
  let open: OpenCode | undefined;
  return async (ciphertext) => {
    open ??= (require('./cognito.js') as typeof import('../cognito/open-code')).codeOpener(keyArns);
    return open(ciphertext);
  };
}

/** No message waits for it. */
function redactLazily(queues: Queues): NonNullable<CourierServices['redact']> {
  return (task) => {
    const { lettersOverSqs, redact } = require('./dead-letters.js') as typeof import('../dead-letters');
    return redact(task, lettersOverSqs(queues, sqsCall()));
  };
}

function isQueueEvent(event: unknown): event is SQSEvent {
  const records = (event as Partial<SQSEvent> | null)?.Records;
  return Array.isArray(records) && records[0]?.eventSource === 'aws:sqs';
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`environment variable ${name} is not set: deploy again`);
  return value;
}
