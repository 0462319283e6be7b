import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request as it came in over HTTP. */
export interface IngressRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes that were sent, which signatures are over. */
  readonly body: Buffer;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, payload format 2.0 */
export function readRequest(event: APIGatewayProxyEventV2): IngressRequest {
  const { method } = event.requestContext.http;
  return {
    method,
    path: pathOf(event),
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** The route's, which has no stage and no base path of a custom domain in it: `ANY /ory`. */
function pathOf({ routeKey, rawPath }: APIGatewayProxyEventV2): string {
  const [, path] = routeKey.split(' ');
  return path ?? rawPath;
}
