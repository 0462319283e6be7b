/**
 * Takes messages through one step of the courier after the other, ten at a time as in a batch, and writes the processor time of each
 * to file descriptor 3 as JSON: `node steps.js <folder of the function> <events>`. A process of its own, with the function's environment.
 */
import { readFileSync, writeSync } from 'node:fs';
import type { SQSEvent } from 'aws-lambda';
import { admit } from '../../lambda/admit';
import { createProvider } from '../../lambda/attempt';
import { dynamoTable } from '../../lambda/aws/dynamodb';
import { queuesOverSqs } from '../../lambda/aws/sqs';
import { fetchFromSsm } from '../../lambda/aws/ssm';
import { ENV, isAwsProvider } from '../../lambda/config';
import { courierFacts } from '../../lambda/courier-facts';
import { QUEUE } from '../../lambda/front-doors';
import { createLedger, type Session } from '../../lambda/ledger/ledger';
import { createLog } from '../../lambda/log';
import { type Message, parseMessageText } from '../../lambda/message';
import { judgeByRule } from '../../lambda/outcome/by-rule';
import { judgeByStatus } from '../../lambda/outcome/by-status';
import { render } from '../../lambda/render';
import { httpTransport } from '../../lambda/request/http-transport';
import type { HttpResponse } from '../../lambda/request/request';
import { createSender } from '../../lambda/request/send';
import { route } from '../../lambda/route';
import { Secrets } from '../../lambda/secrets/secrets';
import { settle } from '../../lambda/settle';
import { readConfiguration } from '../../lambda/start/configuration';
import { startJsonnet } from '../../lambda/start/jsonnet';
import { Templates } from '../../lambda/template/templates';
import type { Prepared } from '../../lambda/transport';
import type { Verdict } from '../../lambda/verdict';

/** Of one step. */
export interface StepTime {
  readonly step: string;
  /** Processor time of this process, all threads, in microseconds a message. */
  readonly cpuUs: number;
  readonly wallUs: number;
}

const AT_A_TIME = 10;
/** Share of the messages that goes through first and does not count. */
const WARM_UP = 0.25;
const HOUR_MS = 3_600_000;

async function main(directory: string, events: readonly SQSEvent[]): Promise<StepTime[]> {
  const { config, hash } = readConfiguration(directory);
  const [providerConfig] = config.providers;
  if (providerConfig === undefined || isAwsProvider(providerConfig)) throw new Error('the first provider speaks HTTP');
  const now = Date.now;
  const variable = (name: string) => process.env[name] ?? '';
  const secrets = new Secrets(config.providers, { ssm: fetchFromSsm, secretsmanager: fetchFromSsm }, now);
  await secrets.load();
  const sender = createSender({ endpoints: JSON.parse(variable(ENV.endpointUrls)) });
  const jsonnet = startJsonnet(directory);
  const templates = new Templates(config);
  const log = createLog(config.courier, hash, (line) => process.stdout.write(`${line}\n`), now);
  const ids = config.providers.map(({ id }) => id);
  const ledger = createLedger(
    dynamoTable(variable(ENV.ledgerTable)),
    { config: hash, retentionMs: HOUR_MS, providers: ids, frontDoors: [QUEUE], onBreakerChange: log.breaker },
    now,
  );
  const queues = queuesOverSqs();
  const queueUrl = variable(ENV.queueUrl);
  const aws = () => () => Promise.reject(new Error('no provider of AWS'));
  const providers = config.providers.map((each) => createProvider(each, { jsonnet, secrets, sender, aws, now }));
  const delivery = { config, providers, templates: () => templates, ledger, log, now, random: Math.random };
  const services = { delivery, secrets, jsonnet, queues, queueUrl, deadLetterQueueUrl: '' };
  const transport = httpTransport(providerConfig, { jsonnet, sender, now });
  const values = secrets.of(providerConfig);

  const records = events.flatMap(({ Records }) => Records);
  const times: StepTime[] = [];
  const step = async <A, B>(name: string, inputs: readonly A[], take: (input: A) => Promise<B> | B): Promise<B[]> => {
    const warm = Math.ceil((inputs.length * WARM_UP) / AT_A_TIME) * AT_A_TIME;
    const outputs = await tenAtATime(inputs.slice(0, warm), take);
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    outputs.push(...(await tenAtATime(inputs.slice(warm), take)));
    const { user, system } = process.cpuUsage(cpu);
    const count = inputs.length - warm;
    times.push({ step: name, cpuUs: (user + system) / count, wallUs: ((performance.now() - wall) * 1_000) / count });
    return outputs;
  };

  const received = await step('receive', records, (record) => {
    const enteredAt = Number(record.attributes.SentTimestamp);
    const entry = { enteredAt, fallbackId: record.messageId, origin: 'queue' };
    return parseMessageText(record.body, entry, { ...config, ...config.delivery });
  });
  await step('admit', received, (message) => {
    if (admit(message, config, now()) !== undefined) throw new Error('refused');
  });
  const messages = await step('render', received, (message) => {
    const rendered = render(message, config, delivery.templates).message;
    if (rendered === undefined) throw new Error('not rendered');
    return rendered;
  });
  await step('route', messages, (message) => route(message, { providers, breakers: ledger.breakers }));
  const sessions = await step('claim', messages, async (message) => {
    const opening = await ledger.open(message, now() + HOUR_MS, providerConfig.id);
    if (!('session' in opening)) throw new Error('not claimed');
    return opening.session;
  });
  const requests = await step('build (Jsonnet)', messages, (message) =>
    transport.prepare({ ctx: message.ctx, courier: courierFacts(message, 1, now()) }, values),
  );
  const responses = await step('send', requests, ({ send }: Prepared) => send());
  const outcomes = await step('judge', responses, (response: HttpResponse) =>
    providerConfig.response === undefined
      ? judgeByStatus(response, now())
      : judgeByRule(response, providerConfig.response, jsonnet, now()),
  );
  const ends = messages.map((message, index) => {
    const outcome = outcomes[index];
    if (outcome?.outcome !== 'accepted') throw new Error(`not accepted: ${outcome?.detail}`);
    const verdict = { next: 'end', state: 'sent', attempts: 1, provider: providerConfig.id, ...outcome } as const;
    return { message, outcome, verdict, session: sessions[index] as Session };
  });
  interface End {
    readonly message: Message;
    readonly verdict: Verdict;
    readonly session: Session;
  }
  await step('settle', ends, ({ message, verdict, session }: End) =>
    settle(services, message, '', { verdict, session }),
  );
  await step('log of the attempt', ends, ({ message, outcome }) =>
    log.attempt({ message, attempt: 1, provider: providerConfig.id, outcome, durationMs: 1 }),
  );
  await step('remove from the queue', records, ({ receiptHandle }) => queues.remove(queueUrl, receiptHandle));
  return times;
}

async function tenAtATime<A, B>(inputs: readonly A[], take: (input: A) => Promise<B> | B): Promise<B[]> {
  const outputs: B[] = [];
  for (let start = 0; start < inputs.length; start += AT_A_TIME)
    outputs.push(...(await Promise.all(inputs.slice(start, start + AT_A_TIME).map(take))));
  return outputs;
}

const [directory = '', eventsFile = ''] = process.argv.slice(2);
main(directory, JSON.parse(readFileSync(eventsFile, 'utf8'))).then((times) => {
  writeSync(3, JSON.stringify(times));
  process.exit();
});
