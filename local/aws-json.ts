import { isObject } from '../lambda/is-object';
import { type LocalServer, readText, respondJson, serve } from './http';
import { refusalOfWebsite } from './website';

/** An error in the form that AWS clients read. */
export class AwsError extends Error {
  constructor(
    readonly type: string,
    message = '',
  ) {
    super(message);
  }
}

export type Operation = (input: Readonly<Record<string, unknown>>) => object;

/** An AWS API on this machine. */
export interface AwsJsonServer extends LocalServer {
  /** While it is down every call is answered with HTTP 503, which clients take for a fault of the service. */
  setOutage(down: boolean): void;
}

/** Serves operations of AWS's JSON protocol, by the name that a request's X-Amz-Target says: `AmazonSSM.GetParameter`. */
export async function serveAwsJson(operations: Readonly<Record<string, Operation>>): Promise<AwsJsonServer> {
  let isDown = false;
  const server = await serve(async (request, response) => {
    const refusal = refusalOfWebsite(request.headers);
    if (refusal !== undefined)
      return respondJson(response, 403, { __type: 'AccessDeniedException', message: refusal }, CONTENT_TYPE);
    const target = String(request.headers['x-amz-target'] ?? '');
    const text = await readText(request);
    if (isDown) return respondJson(response, 503, { __type: 'ServiceUnavailable' }, CONTENT_TYPE);
    try {
      const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
      if (operation === undefined) {
        throw new AwsError('UnknownOperationException', `there is no local ${target || 'operation for this request'}`);
      }
      respondJson(response, 200, operation(parse(text)), CONTENT_TYPE);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      respondJson(response, 400, { __type: error.type, message: error.message }, CONTENT_TYPE);
    }
  });
  return {
    ...server,
    setOutage: (down) => {
      isDown = down;
    },
  };
}

const CONTENT_TYPE = { 'content-type': 'application/x-amz-json-1.1' };

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isObject(value)) throw new AwsError('SerializationException', 'the body is no JSON object');
  return value;
}
