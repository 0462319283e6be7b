import { join } from 'node:path';
import { readStack, resolveEnvironment } from '../../local/stack';
import { temporaryFolder, writeJson, writeStack } from './support';

const QUEUES = new Map([
  ['Queue', { name: 'app-sms-queue', url: 'http://127.0.0.1:1/0/app-sms-queue', arn: 'arn:aws:sqs:r:0:app-sms-queue' }],
  ['Dead', { name: 'app-sms-dead', url: 'http://127.0.0.1:1/0/app-sms-dead', arn: 'arn:aws:sqs:r:0:app-sms-dead' }],
]);

test('reads function, mapping and queues as the stack declares them', () => {
  const folder = writeStack();
  expect(readStack(folder)).toEqual({
    name: 'app/Sms',
    function: {
      name: 'app-sms',
      zipFile: join(folder, 'assets', 'function.zip'),
      handler: 'index.handler',
      timeoutSeconds: 5,
      memoryMegabytes: 512,
      environment: {},
    },
    mapping: { queueId: 'Queue', batchSize: 10, windowSeconds: 0, maximumConcurrency: 4, reportsItemFailures: true },
    asyncInvoke: { maximumRetries: 2 },
    queues: [
      { id: 'Dead', name: 'app-sms-dead', attributes: { MessageRetentionPeriod: '604800' } },
      {
        id: 'Queue',
        name: 'app-sms-queue',
        attributes: { VisibilityTimeout: '1' },
        redrive: { deadLetterQueueId: 'Dead', maxReceiveCount: 2 },
      },
    ],
    tables: [],
    variables: expect.any(Function),
  });
});

test('reads blocks that are written as arrays of one', () => {
  const folder = writeStack({
    mapping: { scaling_config: [{ maximum_concurrency: 7 }] },
    function: { environment: [{ variables: { A: '1' } }] },
  });
  const stack = readStack(folder);
  expect(stack.mapping.maximumConcurrency).toBe(7);
  expect(stack.function.environment).toEqual({ A: '1' });
});

test("knows Lambda's defaults where the stack is silent", () => {
  const folder = writeStack({
    function: { timeout: undefined, memory_size: undefined },
    mapping: { batch_size: undefined, scaling_config: undefined, function_response_types: undefined },
  });
  const stack = readStack(folder);
  expect(stack.function).toMatchObject({ timeoutSeconds: 3, memoryMegabytes: 128 });
  expect(stack.mapping).toEqual({ queueId: 'Queue', batchSize: 10, windowSeconds: 0, reportsItemFailures: false });
});

test('reads where the record of a failed asynchronous invocation goes', () => {
  const folder = writeStack({
    resources: {
      aws_lambda_function_event_invoke_config: {
        Config: {
          function_name: '${aws_lambda_function.Fn.function_name}',
          maximum_retry_attempts: 1,
          destination_config: { on_failure: { destination: '${aws_sqs_queue.Dead.arn}' } },
        },
      },
    },
  });
  expect(readStack(folder).asyncInvoke).toEqual({ maximumRetries: 1, failureQueueId: 'Dead' });
});

test("puts the local queues and the shell's variables in place of references", () => {
  const folder = writeStack({
    environment: {
      URL: '${aws_sqs_queue.Queue.url}',
      ID: '${aws_sqs_queue.Queue.id}',
      ARN: '${aws_sqs_queue.Dead.arn}',
      NAMES: '${aws_sqs_queue.Queue.name}, ${aws_sqs_queue.Dead.name}',
      VARIABLE: 'at ${var.host}',
      DEFAULT: '${var.stage}',
      LITERAL: '$${not_a_reference} {$NAME}',
      REGION: '${element(split(":", aws_sqs_queue.Dead.arn), 3)}',
      PATH: 'parameter/${trimprefix("/a/b", "/")}',
    },
    variables: { host: {}, stage: { default: 'dev' } },
  });
  const stack = readStack(folder, { env: { TF_VAR_host: 'sms.example.com' } });
  expect(resolveEnvironment(stack, QUEUES)).toEqual({
    URL: 'http://127.0.0.1:1/0/app-sms-queue',
    ID: 'http://127.0.0.1:1/0/app-sms-queue',
    ARN: 'arn:aws:sqs:r:0:app-sms-dead',
    NAMES: 'app-sms-queue, app-sms-dead',
    VARIABLE: 'at sms.example.com',
    DEFAULT: 'dev',
    LITERAL: '${not_a_reference} {$NAME}',
    REGION: 'r',
    PATH: 'parameter/a/b',
  });
});

test.each([
  [
    '${var.host}',
    'environment variable X of function app-sms: cannot resolve "var.host" on this machine: set TF_VAR_host',
  ],
  ['${aws_s3_bucket.B.arn}', /cannot resolve "aws_s3_bucket.B.arn" on this machine: the local courier resolves/],
  ['${aws_sqs_queue.Other.url}', /cannot resolve "aws_sqs_queue.Other.url"/],
  ['${upper(aws_sqs_queue.Queue.arn)}', /cannot resolve "upper/],
  ['${element(split(":", aws_sqs_queue.Other.arn), 3)}', /cannot resolve "element/],
  ['${split(":", aws_sqs_queue.Queue.arn)}', /cannot resolve "split/],
  ['${trimprefix("a"', /cannot resolve/],
  ['${"a" "b"}', /cannot resolve/],
  ['${1 + 1}', /cannot resolve/],
  ['%{ if true }x%{ endif }', /cannot resolve/],
])('says what it cannot resolve: %s', (value, error) => {
  const stack = readStack(writeStack({ environment: { X: value } }), { env: {} });
  expect(() => resolveEnvironment(stack, QUEUES)).toThrow(error);
});

describe('a stack with several couriers', () => {
  const mapping = (id: string) => ({
    '//': { metadata: { path: `app/${id}/EventSourceMapping` } },
    event_source_arn: '${aws_sqs_queue.Queue.arn}',
    function_name: '${aws_lambda_function.Fn.arn}',
  });
  const folder = () =>
    writeStack({ resources: { aws_lambda_event_source_mapping: { One: mapping('Login'), Two: mapping('Alerts') } } });

  test('gives the one that is named, by path or by its last part', () => {
    expect(readStack(folder(), { courier: 'Alerts' }).name).toBe('app/Alerts');
    expect(readStack(folder(), { courier: 'app/Login' }).name).toBe('app/Login');
  });

  test('lists them if none is named, or none of that name is there', () => {
    expect(() => readStack(folder())).toThrow(/several couriers: choose one of app\/Alerts, app\/Login$/);
    expect(() => readStack(folder(), { courier: 'Sms' })).toThrow(/no courier "Sms": it has app\/Alerts, app\/Login$/);
  });
});

test.each([
  [
    { resources: { aws_lambda_event_source_mapping: {} } },
    /holds no courier: there is no aws_lambda_event_source_mapping/,
  ],
  [{ mapping: { event_source_arn: 'arn:aws:sqs:eu-central-1:1:q' } }, /needs a queue of the same stack/],
  [{ mapping: { function_name: 'other' } }, /names no function of this stack: other/],
  [{ function: { handler: undefined } }, 'handler of aws_lambda_function Fn: expected a string, got undefined'],
  [{ function: { timeout: 'soon' } }, 'timeout of aws_lambda_function Fn: expected a number, got soon'],
  [{ queue: { redrive_policy: '${jsonencode({})}' } }, /redrive_policy of aws_sqs_queue Queue is not JSON/],
  [{ queue: { redrive_policy: '{"maxReceiveCount":2}' } }, /needs a dead-letter queue of the same stack/],
])('refuses a stack that it cannot run: %j', (stack, error) => {
  expect(() => readStack(writeStack(stack))).toThrow(error);
});

test('asks for a synthesized stack where there is none', () => {
  const folder = temporaryFolder();
  expect(() => readStack(folder)).toThrow(/cdk.tf.json does not exist: synthesize the stack first/);
  writeJson(join(folder, 'cdk.tf.json'), []);
  expect(() => readStack(folder)).toThrow(/is not a Terraform stack/);
});
