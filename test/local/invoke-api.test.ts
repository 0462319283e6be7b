import type { InvocationResult } from '../../local/environment';
import type { LocalServer } from '../../local/http';
import { startInvokeApi } from '../../local/invoke-api';
import { eventually } from './support';

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:app-sms';
let server: LocalServer;
let calls: unknown[];
let requestIds: string[];
let records: string[];
let problems: string[];
let failuresLeft: number;

beforeEach(async () => {
  calls = [];
  requestIds = [];
  records = [];
  problems = [];
  failuresLeft = 0;
  server = await startInvokeApi([
    {
      functionName: 'app-sms',
      functionArn: ARN,
      variables: { SMS_COURIER_QUEUE_URL: 'http://127.0.0.1:1/q' },
      invoke: async (event, requestId = `request-${requestIds.length}`): Promise<InvocationResult> => {
        calls.push(event);
        requestIds.push(requestId);
        if (failuresLeft-- > 0) return { requestId, error: { errorType: 'InvalidMessage', errorMessage: 'no' } };
        return { requestId, payload: '{"state":"sent"}' };
      },
      maximumRetries: 2,
      retryDelaysMs: [5],
      onGivenUp: async (record) => void records.push(record),
      onProblem: (text) => problems.push(text),
    },
  ]);
});

afterEach(() => server.close());

function invoke(name: string, body: string, type?: string): Promise<Response> {
  const headers = type === undefined ? {} : { 'x-amz-invocation-type': type };
  return fetch(`${server.origin}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
    method: 'POST',
    headers,
    body,
  });
}

test.each(['app-sms', 'app-sms:$LATEST', ARN, `${ARN}:live`])('answers an invocation of %s', async (name) => {
  const response = await invoke(name, '{"recipient":"x"}', 'RequestResponse');
  expect([response.status, response.headers.get('x-amz-function-error'), await response.json()]).toEqual([
    200,
    null,
    { state: 'sent' },
  ]);
  expect(calls).toEqual([{ recipient: 'x' }]);
});

test("a function's error is a good answer with a header", async () => {
  failuresLeft = 1;
  const response = await invoke('app-sms', '');
  expect([response.status, response.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled']);
  expect(await response.json()).toEqual({ errorType: 'InvalidMessage', errorMessage: 'no' });
  expect(calls).toEqual([{}]);
});

test('an asynchronous invocation is accepted at once and retried', async () => {
  failuresLeft = 2;
  const response = await invoke('app-sms', '{"a":1}', 'Event');
  expect([response.status, await response.text()]).toEqual([202, '']);
  await eventually(() => calls.length === 3, 'two retries');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(calls).toEqual([{ a: 1 }, { a: 1 }, { a: 1 }]);
  expect(new Set(requestIds).size).toBe(1);
  expect(records).toEqual([]);
  expect(problems).toHaveLength(2);
});

test('one that fails for good leaves the record that Lambda would send to its destination', async () => {
  failuresLeft = 3;
  await invoke('app-sms', '{"a":1}', 'Event');
  await eventually(() => records.length === 1, 'a record');
  expect(JSON.parse(records[0] as string)).toEqual({
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    requestContext: {
      requestId: 'request-0',
      functionArn: `${ARN}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: { a: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'InvalidMessage', errorMessage: 'no' },
  });
  expect(calls).toHaveLength(3);
});

test.each([
  ['other', '{}', undefined, 404, 'ResourceNotFoundException'],
  ['app-sms-2', '{}', undefined, 404, 'ResourceNotFoundException'],
  ['app-sms', '{', undefined, 400, 'InvalidRequestContentException'],
  ['app-sms', '{}', 'Later', 400, 'InvalidParameterValueException'],
])('refuses %s %s %s', async (name, body, type, status, error) => {
  const response = await invoke(name, body, type);
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, error]);
  expect(calls).toEqual([]);
});

test('a dry run calls nothing', async () => {
  expect((await invoke('app-sms', '{}', 'DryRun')).status).toBe(204);
  expect(calls).toEqual([]);
});

test('the configuration tells the environment variables', async () => {
  const configuration = (name: string) => fetch(`${server.origin}/2015-03-31/functions/${name}/configuration`);
  const response = await configuration('app-sms');
  expect([response.status, await response.json()]).toEqual([
    200,
    {
      FunctionName: 'app-sms',
      FunctionArn: ARN,
      Environment: { Variables: { SMS_COURIER_QUEUE_URL: 'http://127.0.0.1:1/q' } },
    },
  ]);
  expect((await configuration('other')).status).toBe(404);
  expect(calls).toEqual([]);
});
