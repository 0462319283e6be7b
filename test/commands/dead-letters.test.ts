import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetQueueAttributesCommand, PurgeQueueCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { startLocalCourier } from '../../local/courier';
import type { Arrival, LocalCourier, LogLine } from '../../local/local-courier';
import { queueClient } from '../../local/queue';
import { eventually as within } from '../local/support';
import { synthesizeCourier } from '../local/synth';
import { http } from '../support/stack';
import { FaultyProvider, operatorEnvironment, start } from './support';

// each run of the command is a process that waits for others
jest.setTimeout(120_000);
const eventually = (condition: Parameters<typeof within>[0], what: string) => within(condition, what, 60_000);

const provider = new FaultyProvider();
let courier: LocalCourier;
let sqs: SQSClient;
let arrivals: Arrival[];
let log: LogLine[];

beforeAll(async () => {
  const synthesized = synthesizeCourier({ providers: [http({ id: 'gateway' })] });
  courier = await startLocalCourier({ ...synthesized, emulators: [provider] });
  courier.events.on('arrival', (arrival) => arrivals.push(arrival));
  courier.events.on('log', (line) => log.push(line));
  sqs = queueClient(courier.queueEndpoint, 'eu-central-1');
});

afterAll(async () => {
  sqs?.destroy();
  await courier?.stop();
});

beforeEach(async () => {
  await sqs.send(new PurgeQueueCommand({ QueueUrl: courier.deadLetterQueueUrl }));
  provider.broken = true;
  arrivals = [];
  log = [];
});

const operate = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  start(['dead-letters', ...args], { ...operatorEnvironment(courier), ...env });
const run = (command: string, ...args: string[]) =>
  operate([command, '--function', courier.functionName, ...args]).finished;

const MESSAGE = { recipient: '+4917667111638', body: 'Your code is 428193', template_type: 'login_code_valid' };
const message = (index: number) => ({ ...MESSAGE, body: `Your code is 428193 (${index})` });
const texts = () => arrivals.map(({ text }) => text).sort();

/** Messages that the broken provider has sent to the dead letters. */
async function fail(count: number, fields: object = {}): Promise<string[]> {
  const ids = [];
  for (let index = 0; index < count; index++) ids.push(await courier.sendMessage({ ...message(index), ...fields }));
  await eventually(async () => (await courier.deadLetters()).length === count, 'all are dead letters');
  return ids;
}

async function visible(): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: courier.deadLetterQueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  return Number(Attributes?.['ApproximateNumberOfMessages']);
}

const status = async (id: string) =>
  JSON.parse(
    (await start(['status', id, '--function', courier.functionName, '--json'], operatorEnvironment(courier)).finished)
      .stdout,
  ).messages;

describe('list', () => {
  it('shows why each was given up, and neither text nor code nor number, and leaves them where they are', async () => {
    const [id = ''] = await fail(1);
    const { code, stdout, stderr } = await run('list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^SINCE +CLASS +CODE +TEMPLATE +TO +ID +EXPIRES +REASON\n/);
    expect(stdout).toMatch(new RegExp(`bad_request +400 +login_code_valid +DE…38 +${id} `));
    expect(stderr).toBe('1 dead letter\n');
    const json = (await run('list', '--json')).stdout;
    expect(JSON.parse(json)).toMatchObject([{ id, class: 'bad_request', origin: 'queue', expired: false }]);
    for (const secret of ['428193', 'Your code', '17667111638']) expect(stdout + json).not.toContain(secret);
    expect(await visible()).toBe(1);
  });

  it('finds them by the URL of their queue, too', async () => {
    await fail(1);
    const { finished } = operate(['list', '--queue-url', courier.deadLetterQueueUrl ?? '']);
    expect((await finished).stderr).toBe('1 dead letter\n');
  });
});

describe('replay', () => {
  it('has each delivered once as the message that it was, once the provider is mended', async () => {
    const [queued = ''] = await fail(1);
    await courier.sendMessage({ ...message(1), id: 'own' });
    const invoked = await courier.invoke(message(2));
    const { id } = JSON.parse('payload' in invoked ? invoked.payload : '');
    await eventually(async () => (await courier.deadLetters()).length === 3, 'three dead letters');
    provider.broken = false;
    const { code, stdout } = await run('replay');
    expect([code, stdout]).toEqual([0, '3 dead letters replayed\n']);
    await eventually(() => arrivals.length === 3, 'all are delivered');
    expect(texts()).toEqual([0, 1, 2].map((index) => message(index).body));
    expect(await courier.deadLetters()).toEqual([]);
    for (const [each, origin] of [
      [queued, 'queue'],
      ['own', 'queue'],
      [id, 'invoke'],
    ] as const)
      await eventually(async () => (await status(each))[0]?.state === 'sent', `${each} of ${origin} is sent`);
  });

  it('gives up what fails again, and does not go round in circles', async () => {
    const [id] = await fail(3);
    const { code } = await run('replay');
    expect(code).toBe(0);
    await eventually(async () => (await courier.deadLetters()).length === 3, 'all have failed again');
    expect((await courier.deadLetters()).map(({ attributes }) => attributes['message_id'])).toContain(id);
    expect(log.filter(({ event, state }) => event === 'message' && state === 'failed')).toHaveLength(6);
  });

  it('takes those that the filters name, and only counts in a dry run', async () => {
    await fail(2);
    await courier.sendMessage({ body: 'to nobody' });
    await eventually(async () => (await courier.deadLetters()).length === 3, 'three dead letters');
    provider.broken = false;
    const dry = await run('replay', '--class', 'bad_request', '--dry-run', '--json');
    expect(JSON.parse(dry.stdout)).toMatchObject({ dry_run: true, replayed: 2, others: 1 });
    expect([await visible(), arrivals.length]).toEqual([3, 0]);
    expect((await run('replay', '--class', 'bad_request')).stdout).toBe(
      '2 dead letters replayed; left: 1 excluded by filters\n',
    );
    await eventually(() => arrivals.length === 2, 'two are delivered');
    expect((await courier.deadLetters()).map(({ attributes }) => attributes['code'])).toEqual(['invalid_message']);
  });

  it('skips those that have expired, and says how many', async () => {
    const expires_at = new Date(Date.now() + 2_000).toISOString();
    await fail(1, { expires_at });
    await eventually(() => Date.now() > Date.parse(expires_at), 'it has expired');
    provider.broken = false;
    expect((await run('replay')).stdout).toBe('0 dead letters replayed; left: 1 expired\n');
    expect(arrivals).toEqual([]);
    expect(await visible()).toBe(1);
  });

  it('takes messages that SQS moved by itself, and those of asynchronous invokes that failed', async () => {
    provider.broken = false;
    const deliver = (body: object) =>
      sqs.send(new SendMessageCommand({ QueueUrl: courier.deadLetterQueueUrl, MessageBody: JSON.stringify(body) }));
    const { MessageId = '' } = await deliver(message(0));
    await deliver({
      timestamp: new Date().toISOString(),
      requestContext: { requestId: 'request-1', functionArn: 'arn', condition: 'RetriesExhausted' },
      requestPayload: message(1),
      responsePayload: { errorType: 'Sandbox.Timedout' },
    });
    await deliver({
      timestamp: new Date().toISOString(),
      requestContext: { requestId: 'request-2', functionArn: 'arn', condition: 'RetriesExhausted' },
      requestPayload: { action: 'status' },
      responsePayload: { errorType: 'InvalidRequest', errorMessage: 'status: neither' },
    });
    expect((await run('replay')).stdout).toBe('2 dead letters replayed; left: 1 without a message\n');
    await eventually(() => arrivals.length === 2, 'both are delivered');
    await eventually(async () => (await status(MessageId))[0]?.origin === 'queue', 'the one of the queue is known');
    await eventually(async () => (await status('request-1'))[0]?.origin === 'invoke', 'the one of the invoke is known');
  });
});

describe('a replay that is cut off', () => {
  let proxy: QueueProxy;
  beforeEach(async () => {
    proxy = await startProxy(courier.queueEndpoint);
  });
  afterEach(() => proxy.close());

  const throughProxy = (...args: string[]) =>
    operate(['replay', '--function', courier.functionName, ...args], { AWS_ENDPOINT_URL_SQS: proxy.origin });

  it('by kill, between the queue and the dead letters, sends nothing twice and loses nothing when it is run again', async () => {
    await fail(15);
    provider.broken = false;
    let deletes = 0;
    proxy.holds = (action) => action === 'DeleteMessage' && ++deletes > 3;
    const { child, finished } = throughProxy('--hidden-for', '1');
    await eventually(() => proxy.held() === 7, 'ten are on the queue, and three of them are no dead letters any more');
    child.kill('SIGKILL');
    await finished;
    await eventually(() => arrivals.length === 10, 'those ten are delivered');
    expect(await courier.deadLetters()).toHaveLength(12);
    const again = async () => {
      await run('replay');
      return (await courier.deadLetters()).length === 0;
    };
    await eventually(again, 'it is run again once the killed one hides no dead letter any more');
    await eventually(() => arrivals.length === 15, 'the others are delivered');
    await eventually(() => log.filter(({ duplicate }) => duplicate === true).length === 7, 'seven are known already');
    expect(new Set(texts()).size).toBe(15);
    expect(arrivals).toHaveLength(15);
  });

  it('by Ctrl-C, ends what it has begun and puts the rest back at once', async () => {
    await fail(15);
    provider.broken = false;
    proxy.holds = (action) => action === 'SendMessage';
    const { child, finished } = throughProxy('--hidden-for', '3600');
    await eventually(() => proxy.held() === 10, 'ten are on the way');
    child.kill('SIGINT');
    proxy.release();
    const { code, stdout, stderr } = await finished;
    expect([code, stdout]).toEqual([130, '10 dead letters replayed\n']);
    expect(stderr).toContain('cut off; run it again for the rest');
    expect(await visible()).toBe(5);
    expect((await run('replay')).stdout).toBe('5 dead letters replayed\n');
    await eventually(() => arrivals.length === 15, 'all are delivered');
    expect(new Set(texts()).size).toBe(15);
  });

  it('by AWS, which refuses, puts all back', async () => {
    await fail(2);
    proxy.refuses = (action) => action === 'SendMessage';
    const { code, stderr } = await throughProxy('--hidden-for', '3600').finished;
    expect([code, stderr]).toEqual([2, expect.stringContaining('not authorized')]);
    expect(await visible()).toBe(2);
  });
});

describe('drop', () => {
  it('deletes those that the filters name, for good', async () => {
    await fail(2);
    await courier.sendMessage({ body: 'to nobody' });
    await eventually(async () => (await courier.deadLetters()).length === 3, 'three dead letters');
    const args = ['--class', 'invalid_message', '--yes'];
    expect((await run('drop', ...args, '--dry-run')).stdout).toBe('1 dead letter would be dropped\n');
    expect(await courier.deadLetters()).toHaveLength(3);
    expect((await run('drop', ...args)).stdout).toBe('1 dead letter dropped\n');
    expect((await courier.deadLetters()).map(({ attributes }) => attributes['outcome'])).toEqual([
      'bad_request',
      'bad_request',
    ]);
    expect(await visible()).toBe(2);
  });

  it('asks for a word where there is no terminal to ask at', async () => {
    await fail(1);
    const { code, stderr } = await run('drop');
    expect([code, stderr]).toEqual([2, 'sms-courier: Delete 1 dead letter for good? Say so with --yes\n']);
    expect(await visible()).toBe(1);
  });
});

describe('redact', () => {
  const now = Date.now();
  const stale = (attributes: Readonly<Record<string, string>>, body: object = MESSAGE) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: courier.deadLetterQueueUrl,
        MessageBody: JSON.stringify({ ...body, template_data: { login_code: '428193', name: 'Anna Muster' } }),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
      }),
    );
  const expired = {
    message_id: 'm-1',
    origin: 'ory',
    reason: 'no credit',
    outcome: 'out_of_credit',
    code: '402',
    entered_at: new Date(now - 3_600_000).toISOString(),
    expires_at: new Date(now - 1_000).toISOString(),
  };

  it('takes text, code and number out of what has expired, and leaves why it was given up', async () => {
    await stale(expired);
    expect((await run('redact', '--dry-run')).stdout).toBe('1 dead letter would be redacted\n');
    expect((await run('redact')).stdout).toBe('1 dead letter redacted\n');
    const letters = JSON.stringify(await courier.deadLetters());
    for (const part of ['428193', 'Anna', '17667111638']) expect(letters).not.toContain(part);
    const { stdout } = await run('list');
    expect(stdout).toMatch(/out_of_credit +402 +login_code_valid +DE…38 +m-1 .* no credit\n/);
    expect((await run('redact')).stdout).toBe('0 dead letters redacted\n');
    expect((await run('replay')).stdout).toBe('0 dead letters replayed; left: 1 without a message\n');
  });

  it('leaves what somebody might still replay', async () => {
    await stale({ ...expired, expires_at: new Date(Date.now() + 3_600_000).toISOString() });
    expect((await run('redact')).stdout).toBe('0 dead letters redacted\n');
    expect(JSON.stringify(await courier.deadLetters())).toContain('428193');
  });
});

describe('wrong use', () => {
  it.each([
    [['list'], 'give either --function, the courier, or --queue-url'],
    [['list', '--function', 'f', '--queue-url', 'u'], 'give either --function, the courier, or --queue-url'],
    [['replay', '--queue-url', 'u'], '--queue-url needs --target-url'],
    [['replay', '--function', 'f', '--target-url', 'u'], '--target-url goes with --queue-url'],
    [['list', '--function', 'f', '--class', 'broken'], '--class broken: the classes are'],
    [['list', '--function', 'f', '--hidden-for', '0'], 'give whole seconds from 1 to 43200'],
    [['list', '--function', 'f'], 'Function not found: f'],
  ])('%j is told what is right', async (args, text) => {
    const { code, stderr } = await operate(args).finished;
    expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
  });
});

/** Stands between the command and SQS, and keeps or refuses what the test says. */
interface QueueProxy {
  readonly origin: string;
  holds: (action: string) => boolean;
  refuses: (action: string) => boolean;
  held(): number;
  release(): void;
  close(): Promise<void>;
}

async function startProxy(target: string): Promise<QueueProxy> {
  let held: (() => void)[] = [];
  const server: Server = createServer((request, response) => {
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    if (proxy.refuses(action)) {
      response.writeHead(403, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"AccessDeniedException","message":"not authorized"}');
    } else if (proxy.holds(action)) held.push(() => forward(request, response, target));
    else forward(request, response, target);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: QueueProxy = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    holds: () => false,
    refuses: () => false,
    held: () => held.length,
    release() {
      proxy.holds = () => false;
      for (const go of held) go();
      held = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

function forward(request: IncomingMessage, response: ServerResponse, target: string): void {
  const { method = '', headers, url = '/' } = request;
  const onward = httpRequest(new URL(url, target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  request.pipe(onward);
}
