/** Measures what the ingress adds to the time that the queue takes by itself, and writes REPORT.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { SmsCourier, SmsProvider, SmsSecret } from '../../lib';
import { serveAwsJson } from '../../local/aws-json';
import { LocalFunction } from '../../local/function';
import { startHttpApi } from '../../local/http-api';
import { ParameterStore } from '../../local/parameter-store';
import { CREDENTIALS, createQueues, queueClient, startQueueProcess } from '../../local/queue';
import { readSecretsFile } from '../../local/secrets-file';
import { ssmOperations } from '../../local/ssm';
import { readStack, resolveEnvironment } from '../../local/stack';
import { atRate, type Latencies } from './load';
import { beyond, type Results, type Round, report } from './report';

const REGION = 'eu-central-1';
const API_KEY = 'the-key-of-the-benchmark';
const PER_SECOND = 200;
const SECONDS = 5;
const WARM_UP_SECONDS = 2;
const ROUNDS = 10;
const TARGET_MS = 10;
/** Lambda has one for each request that is under way; this many are under way if each takes 40 ms. */
const ENVIRONMENTS = 8;

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const example: object = JSON.parse(
  readFileSync(join(__dirname, '../../test/fixtures/ory/ctx-examples.json'), 'utf8'),
).A_login_code_valid;

/** Ory's message with another code each time. */
function messageOf(index: number): string {
  return JSON.stringify(example).replaceAll(/\b428193\b/g, String(100_000 + (index % 900_000)));
}

function synthesize(outdir: string): string {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'bench');
  new AwsProvider(stack, 'aws', { region: REGION });
  new SmsCourier(stack, 'Sms', {
    allowedCountries: ['*'],
    providers: [SmsProvider.http({ url: 'https://sms.example.com', body: 'function(ctx) ctx' })],
    ingress: { apiKey: SmsSecret.fromSsmParameter('/key') },
  });
  app.synth();
  return join(outdir, 'stacks', 'bench');
}

async function main(): Promise<void> {
  const outdir = mkdtempSync(join(tmpdir(), 'sms-courier-bench-'));
  const stops: (() => unknown)[] = [() => rmSync(outdir, { recursive: true, force: true })];
  try {
    const declaration = readStack(synthesize(outdir));
    const { ingress } = declaration;
    if (ingress === undefined) throw new Error('the stack has no ingress');
    const queueProcess = await startQueueProcess(REGION);
    stops.push(queueProcess.stop);
    const client = queueClient(queueProcess.endpoint, REGION);
    stops.push(() => client.destroy());
    const queues = await createQueues(client, declaration.queues);
    const secretsFile = join(outdir, 'secrets.json');
    writeFileSync(secretsFile, JSON.stringify({ '/key': API_KEY }));
    const aws = await serveAwsJson(ssmOperations(new ParameterStore(readSecretsFile(secretsFile)), REGION));
    stops.push(aws.close);
    const lambda = new LocalFunction({
      declaration: ingress.function,
      region: REGION,
      environments: ENVIRONMENTS,
      variables: {
        ...resolveEnvironment(declaration, queues, ingress.function),
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_ENDPOINT_URL_SQS: queueProcess.endpoint,
        AWS_ENDPOINT_URL: aws.origin,
      },
      onLine: (stream, line) => {
        if (stream === 'stderr') process.stderr.write(`${line}\n`);
      },
    });
    stops.push(() => lambda.stop());
    await lambda.start();
    const api = await startHttpApi({
      routeKeys: ingress.routeKeys,
      invoke: (event) => lambda.invoke(event),
      onProblem: (text) => process.stderr.write(`${text}\n`),
    });
    stops.push(api.close);

    const queueUrl = queues.get(declaration.mapping.queueId)?.url;
    let count = 0;
    const viaIngress = async (seconds: number): Promise<Latencies> => {
      // a server closes connections that were idle for a whole round of the queue's
      const agent = new Agent({ keepAlive: true });
      try {
        return await atRate(PER_SECOND, seconds, () => post(`${api.origin}/ory`, messageOf(count++), agent));
      } finally {
        agent.destroy();
      }
    };
    const direct = (seconds: number): Promise<Latencies> =>
      atRate(PER_SECOND, seconds, async () => {
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: messageOf(count++) }));
      });
    await viaIngress(WARM_UP_SECONDS);
    await direct(WARM_UP_SECONDS);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({ ingress: await viaIngress(SECONDS), queue: await direct(SECONDS) });
    finish(rounds);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

function finish(rounds: readonly Round[]): void {
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cores: availableParallelism(),
    perSecond: PER_SECOND,
    seconds: SECONDS,
    rounds,
  };
  const text = report(results);
  writeFileSync(join(__dirname, 'REPORT.md'), text);
  process.stdout.write(text);
  if (beyond(rounds, 99) >= TARGET_MS) {
    process.stderr.write(`p99 beyond the queue: expected less than ${TARGET_MS} ms\n`);
    process.exitCode = 1;
  }
}

/** One request, as Ory's client makes it. @throws if it is not answered 200 */
function post(url: string, body: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'POST',
      agent,
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'X-Api-Key': API_KEY },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      response.resume();
      response.on('error', reject);
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
      );
    });
    outgoing.end(body);
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
