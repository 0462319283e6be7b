import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ACCOUNT } from './arn';
import type { InvocationResult } from './environment';
import { type LocalServer, respondJson, serve } from './http';

export interface HttpApiOptions {
  /** Routes of the API: `ANY /ory`. */
  readonly routeKeys: readonly string[];
  readonly invoke: (event: APIGatewayProxyEventV2) => Promise<InvocationResult>;
  readonly onProblem: (text: string) => void;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Serves an HTTP API of API Gateway in front of a function, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function startHttpApi(options: HttpApiOptions, port?: number): Promise<LocalServer> {
  return serve((request, response) => answer(request, response, options), port);
}

async function answer(request: IncomingMessage, response: ServerResponse, options: HttpApiOptions): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local');
  const routeKey = options.routeKeys.find((key) => key === `ANY ${url.pathname}`);
  const body = await buffer(request);
  if (routeKey === undefined) return respondJson(response, 404, { message: 'Not Found' });
  if (body.length > MAX_BODY_BYTES) return respondJson(response, 413, { message: 'Request Entity Too Large' });
  const result = await options.invoke(toEvent(request, url, routeKey, body));
  if ('error' in result) {
    options.onProblem(`the ingress function failed: ${result.error.errorType}: ${result.error.errorMessage}`);
    return respondJson(response, 500, { message: 'Internal Server Error' });
  }
  const { statusCode, headers, body: text } = JSON.parse(result.payload) as APIGatewayProxyStructuredResultV2;
  response.writeHead(statusCode ?? 200, headers as Record<string, string>).end(text);
}

function toEvent(request: IncomingMessage, url: URL, routeKey: string, body: Buffer): APIGatewayProxyEventV2 {
  const { method = 'GET', httpVersion, headers, socket } = request;
  const isText = /^(text\/|application\/(json|javascript|xml))/.test(headers['content-type'] ?? 'text/plain');
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(',')])),
    ...(url.search === '' ? {} : { queryStringParameters: Object.fromEntries(url.searchParams) }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'local',
      domainName: headers.host ?? '',
      domainPrefix: 'local',
      http: {
        method,
        path: url.pathname,
        protocol: `HTTP/${httpVersion}`,
        sourceIp: socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}
