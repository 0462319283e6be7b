import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { errorName } from '../error-name';
import { Cancelled } from '../request/request';
import { checkSize, type Enqueued, enqueue } from './enqueue';
import { Refusal, unavailable } from './refusal';
import { type IngressRequest, readRequest } from './request';
import { type HttpSource, type IngressServices, pathOf } from './services';
import { withinTime } from './within-time';

/** The front door for HTTP: answers 200 as soon as the queue has the message. */
export async function handleHttp(
  event: APIGatewayProxyEventV2,
  services: IngressServices,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { log, now } = services;
  const startedAt = now();
  const request = readRequest(event);
  const source = services.sources.find((each) => pathOf(each) === request.path);
  const shared = () => ({ ...(source && { source: source.id }), durationMs: now() - startedAt });
  try {
    const { id, message } = await withinTime(take(request, source, services));
    log({ ...shared(), status: 200, message, messageId: id });
    return json(200, { id, state: 'queued', duplicate: false, attempts: 0 });
  } catch (error) {
    if (error instanceof Cancelled) {
      log({ ...shared(), status: 200, cancelled: true });
      return json(200, { id: event.requestContext.requestId, state: 'cancelled', duplicate: false, attempts: 0 });
    }
    const refusal = error instanceof Refusal ? error : unavailable('the message could not be taken');
    const { status, code, message, headers } = refusal;
    log({ ...shared(), status, code, ...(status >= 500 && { problem: problemOf(error) }) });
    return json(status, { error: code, detail: message }, headers);
  }
}

/** Who it is, how much, of what type, what it says: in this order, so that strangers learn least. */
async function take(
  request: IngressRequest,
  source: HttpSource | undefined,
  services: IngressServices,
): Promise<Enqueued> {
  const now = services.now();
  if (source === undefined) {
    const paths = services.sources.map(pathOf).join(', ');
    throw new Refusal(404, 'not_found', `there is no such path: post to ${paths}`);
  }
  if (request.method !== 'POST')
    throw new Refusal(405, 'method_not_allowed', `${request.method}: use POST`, { allow: 'POST' });
  await source.adapter.authenticate(request, now);
  checkSize(request.body.length);
  checkContentType(request.headers['content-type']);
  const message = await source.adapter.toMessage(parseJson(request.body), request, now);
  return enqueue(message, source.id, services);
}

function checkContentType(type: string | undefined): void {
  const essence = type?.split(';', 1)[0]?.trim().toLowerCase();
  if (essence !== 'application/json')
    throw new Refusal(
      415,
      'unsupported_media_type',
      type === undefined ? 'no Content-Type: send application/json' : 'the Content-Type must be application/json',
    );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Refusal(400, 'invalid_json', `the body (${body.length} bytes) is not JSON in UTF-8`);
  }
}

/** An unforeseen error's text may hold anything, so the log gets its name only. */
function problemOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  return errorName(error);
}

function json(
  statusCode: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
