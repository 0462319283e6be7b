import { existsSync } from 'node:fs';
import { LocalFunction } from '../../local/function';
import { readStack } from '../../local/stack';
import { eventually, writeStack } from './support';

const functions: LocalFunction[] = [];

afterEach(async () => {
  for (const lambda of functions.splice(0)) await lambda.stop();
});

interface Setup {
  readonly handler: string;
  readonly environments?: number;
  readonly timeout?: number;
}

function create({ handler, environments = 1, timeout = 5 }: Setup): { lambda: LocalFunction; lines: string[] } {
  const lines: string[] = [];
  const lambda = new LocalFunction({
    declaration: readStack(writeStack({ handler, function: { timeout } })).function,
    region: 'eu-central-1',
    environments,
    variables: { GREETING: 'hello' },
    onLine: (stream, line) => lines.push(`${stream}: ${line}`),
  });
  functions.push(lambda);
  return { lambda, lines };
}

async function start(setup: Setup): Promise<{ lambda: LocalFunction; lines: string[] }> {
  const created = create(setup);
  await created.lambda.start();
  return created;
}

test('runs the handler with the environment and the context that Lambda gives', async () => {
  const { lambda } = await start({
    handler: `exports.handler = async (event, context) => ({
      event, functionName: context.functionName, requestId: context.awsRequestId,
      remaining: context.getRemainingTimeInMillis(), arn: context.invokedFunctionArn,
      cwd: process.cwd() === process.env.LAMBDA_TASK_ROOT, env: process.env });`,
  });
  const result = await lambda.invoke({ a: 1 });
  const answer = JSON.parse('payload' in result ? result.payload : '{}');
  expect(answer).toMatchObject({
    event: { a: 1 },
    functionName: 'app-sms',
    requestId: result.requestId,
    arn: 'arn:aws:lambda:eu-central-1:000000000000:function:app-sms',
    cwd: true,
    env: { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512', AWS_REGION: 'eu-central-1', GREETING: 'hello', TZ: ':UTC' },
  });
  expect(answer.remaining).toBeGreaterThan(0);
  expect(answer.remaining).toBeLessThanOrEqual(5_000);
  // Nothing of this machine leaks in, its AWS credentials least of all.
  expect(Object.keys(answer.env).sort()).not.toContain('HOME');
});

test('keeps an environment from one invocation to the next', async () => {
  const { lambda } = await start({ handler: 'let count = 0; exports.handler = async () => ++count;' });
  expect(await lambda.invoke({})).toMatchObject({ payload: '1' });
  expect(await lambda.invoke({})).toMatchObject({ payload: '2' });
});

test('an environment takes one invocation at a time; further ones wait', async () => {
  const { lambda } = await start({
    environments: 2,
    handler: `let running = 0; exports.handler = async () => {
      const seen = ++running; await new Promise((done) => setTimeout(done, 50)); running--; return [process.pid, seen]; };`,
  });
  const results = await Promise.all(Array.from({ length: 6 }, () => lambda.invoke({})));
  const answers = results.map((result) => JSON.parse('payload' in result ? result.payload : '[]') as [number, number]);
  expect(answers.map(([, running]) => running)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(new Set(answers.map(([pid]) => pid))).toEqual(new Set(lambda.processIds()));
  expect(lambda.processIds()).toHaveLength(2);
});

test("gives the handler's error, and goes on", async () => {
  const { lambda } = await start({
    handler: `exports.handler = async (event) => { if (event.fail) throw new RangeError('too far'); return 'well'; };`,
  });
  expect(await lambda.invoke({ fail: true })).toMatchObject({
    error: { errorType: 'RangeError', errorMessage: 'too far', trace: expect.arrayContaining(['RangeError: too far']) },
  });
  expect(await lambda.invoke({})).toMatchObject({ payload: '"well"' });
});

test('kills an environment that overruns the time-out and starts another for the next invocation', async () => {
  const { lambda } = await start({
    timeout: 0.3,
    handler: `exports.handler = async (event) => { while (event.hang); return process.pid; };`,
  });
  const [before] = lambda.processIds();
  expect(await lambda.invoke({ hang: true })).toMatchObject({
    error: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/Task timed out after 0.30 seconds$/) },
  });
  const next = await lambda.invoke({});
  expect(next).toHaveProperty('payload');
  expect(next).not.toMatchObject({ payload: String(before) });
  expect(() => process.kill(before as number, 0)).toThrow('ESRCH');
});

test('a killed environment fails its invocation; the next one gets a fresh environment', async () => {
  const { lambda } = await start({
    environments: 2,
    handler: `exports.handler = async (event) => { await new Promise((done) => setTimeout(done, event.wait ?? 0)); return 'well'; };`,
  });
  const before = lambda.processIds();
  const running = lambda.invoke({ wait: 60_000 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  lambda.kill();
  expect(await running).toMatchObject({
    error: {
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Runtime exited with error: signal: SIGKILL$/),
    },
  });
  expect(await lambda.invoke({})).toMatchObject({ payload: '"well"' });
  expect(lambda.processIds().filter((pid) => before.includes(pid))).toEqual([]);
});

test('a process that ends by itself fails its invocation', async () => {
  const { lambda } = await start({ handler: 'exports.handler = async () => process.exit(3);' });
  expect(await lambda.invoke({})).toMatchObject({
    error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/exit status 3$/) },
  });
});

test.each([
  ['throw new Error("no such module")', /function app-sms does not start: Error: no such module/],
  ['exports.other = 1', /function app-sms does not start: TypeError: index.handler is not a function/],
  [
    'process.exit(1)',
    /function app-sms does not start: Runtime.ExitError: Error: Runtime exited with error: exit status 1/,
  ],
])('does not start with a handler that cannot be loaded: %s', async (handler, error) => {
  await expect(create({ handler }).lambda.start()).rejects.toThrow(error);
});

test('passes on what the function writes, line by line', async () => {
  const { lambda, lines } = await start({
    handler: `exports.handler = async () => { process.stdout.write('{"a":1}\\nsecond'); process.stdout.write(' line\\n'); console.error('oh'); };`,
  });
  expect(await lambda.invoke({})).toMatchObject({ payload: 'null' });
  await eventually(() => lines.length === 3, 'three lines');
  expect(lines.sort()).toEqual(['stderr: oh', 'stdout: second line', 'stdout: {"a":1}']);
});

test('leaves neither a process nor a file behind, and fails what still waits', async () => {
  const { lambda } = await start({
    handler: `exports.handler = async (event) => { if (event.root) return process.env.LAMBDA_TASK_ROOT; await new Promise((done) => setTimeout(done, 60000)); };`,
  });
  const root = await lambda.invoke({ root: true });
  const folder = JSON.parse('payload' in root ? root.payload : '""') as string;
  const [pid] = lambda.processIds();
  const running = lambda.invoke({});
  const waiting = [lambda.invoke({}), lambda.invoke({}), lambda.invoke({})];
  const failed = waiting.map((result) => expect(result).rejects.toThrow('function app-sms has been stopped'));
  expect(existsSync(folder)).toBe(true);
  await lambda.stop();
  expect(await running).toHaveProperty('error');
  await Promise.all(failed);
  expect(existsSync(folder)).toBe(false);
  expect(() => process.kill(pid as number, 0)).toThrow('ESRCH');
});
