import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { InvocationResult } from '../../local/environment';
import type { LocalServer } from '../../local/http';
import { startHttpApi } from '../../local/http-api';

let api: LocalServer;
let events: APIGatewayProxyEventV2[];
let problems: string[];
let result: InvocationResult;

beforeEach(async () => {
  events = [];
  problems = [];
  const payload = { statusCode: 201, headers: { 'content-type': 'application/json', 'x-own': '1' }, body: '{"a":1}' };
  result = { requestId: 'r', payload: JSON.stringify(payload) };
  api = await startHttpApi({
    routeKeys: ['ANY /ory'],
    invoke: async (event) => {
      events.push(event);
      return result;
    },
    onProblem: (text) => problems.push(text),
  });
});

afterEach(() => api.close());

const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${api.origin}${path}`, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers });

it('hands a request over in payload format 2.0, and gives the function’s answer', async () => {
  const response = await post('/ory?a=1&b=x%20y', '{"x":1}', { 'Content-Type': 'application/json', 'X-Api-Key': 'k' });
  expect([response.status, response.headers.get('x-own'), await response.text()]).toEqual([201, '1', '{"a":1}']);
  expect(events).toMatchObject([
    {
      version: '2.0',
      routeKey: 'ANY /ory',
      rawPath: '/ory',
      rawQueryString: 'a=1&b=x%20y',
      queryStringParameters: { a: '1', b: 'x y' },
      headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
      requestContext: { http: { method: 'POST', path: '/ory' }, stage: '$default', routeKey: 'ANY /ory' },
      body: '{"x":1}',
      isBase64Encoded: false,
    },
  ]);
});

it('encodes a body that is no text', async () => {
  await post('/ory', Buffer.from([0, 255]), { 'Content-Type': 'application/octet-stream' });
  expect(events).toMatchObject([{ body: 'AP8=', isBase64Encoded: true }]);
});

it('answers itself where there is no route, the body is too large or the function fails', async () => {
  expect((await post('/other', '')).status).toBe(404);
  expect((await post('/ory', Buffer.alloc(10 * 1024 * 1024 + 1))).status).toBe(413);
  expect(events).toEqual([]);
  result = { requestId: 'r', error: { errorType: 'Error', errorMessage: 'broken' } };
  const failed = await post('/ory', '{}');
  expect([failed.status, await failed.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  expect(problems).toEqual(['the ingress function failed: Error: broken']);
});
