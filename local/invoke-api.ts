import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InvocationResult } from './environment';
import { type LocalServer, readText, respondJson, serve } from './http';
import { refusalOfWebsite } from './website';

/** A function that may be invoked by name. */
export interface InvocableFunction {
  readonly functionName: string;
  readonly functionArn: string;
  /** The function's environment variables, as its declaration has them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly invoke: (event: unknown, requestId?: string) => Promise<InvocationResult>;
  /** For invocations of type Event. */
  readonly maximumRetries: number;
  /** Before each retry; the last one holds for all further ones. Lambda waits one minute, then two. */
  readonly retryDelaysMs: readonly number[];
  /** Receives Lambda's failure record of an asynchronous invocation that is given up. */
  readonly onGivenUp: (record: string) => Promise<void>;
  readonly onProblem: (text: string) => void;
}

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/(invocations|configuration)(?:\?|$)/;

/**
 * Serves Lambda's Invoke and GetFunctionConfiguration:
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
 */
export function startInvokeApi(functions: readonly InvocableFunction[], port?: number): Promise<LocalServer> {
  return serve((request, response) => answer(request, response, functions), port);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  functions: readonly InvocableFunction[],
): Promise<void> {
  const refusal = refusalOfWebsite(request.headers);
  if (refusal !== undefined) return fail(response, 403, 'AccessDeniedException', refusal);
  const [, name = '', operation] = PATH.exec(request.url ?? '') ?? [];
  const requested = decodeURIComponent(name);
  const text = await readText(request);
  const invoked = functions.find((each) => isFunction(requested, each));
  if (request.method !== (operation === 'configuration' ? 'GET' : 'POST') || invoked === undefined) {
    return fail(response, 404, 'ResourceNotFoundException', `Function not found: ${requested || request.url}`);
  }
  if (operation === 'configuration') {
    const { functionName, functionArn, variables } = invoked;
    return respondJson(response, 200, {
      FunctionName: functionName,
      FunctionArn: functionArn,
      Environment: { Variables: variables },
    });
  }
  const event = parse(text);
  if (event === undefined) {
    return fail(response, 400, 'InvalidRequestContentException', 'Could not parse request body into json');
  }
  switch (request.headers['x-amz-invocation-type'] ?? 'RequestResponse') {
    case 'RequestResponse': {
      const result = await invoked.invoke(event.value);
      const failed = 'error' in result;
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-amzn-requestid': result.requestId,
        'x-amz-executed-version': '$LATEST',
        ...(failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
      });
      response.end(failed ? JSON.stringify(result.error) : result.payload);
      return;
    }
    case 'Event':
      response.writeHead(202, { 'x-amzn-requestid': randomUUID() }).end();
      return invokeWithRetries(event.value, invoked).catch((error: unknown) =>
        invoked.onProblem(`an asynchronous invocation ended without a trace: ${String(error)}`),
      );
    case 'DryRun':
      response.writeHead(204).end();
      return;
    default:
      return fail(response, 400, 'InvalidParameterValueException', 'X-Amz-Invocation-Type is none of Lambda’s');
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
async function invokeWithRetries(event: unknown, invoked: InvocableFunction): Promise<void> {
  const { maximumRetries, retryDelaysMs, functionArn } = invoked;
  let result = await invoked.invoke(event);
  // Lambda keeps the id: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  const { requestId } = result;
  let count = 1;
  for (; 'error' in result && count <= maximumRetries; count++) {
    invoked.onProblem(
      `asynchronous invocation ${count} failed: ${result.error.errorType}: ${result.error.errorMessage}`,
    );
    const delay = retryDelaysMs[count - 1] ?? retryDelaysMs.at(-1) ?? 0;
    // Unreferenced: a courier that is stopped does not wait for it.
    await new Promise((resolve) => setTimeout(resolve, delay).unref());
    result = await invoked.invoke(event, requestId);
  }
  if (!('error' in result)) return;
  const record = {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: count,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: result.error,
  };
  await invoked.onGivenUp(JSON.stringify(record));
}

/** A function goes by its name, its ARN, or either with a version or alias behind it. */
function isFunction(requested: string, { functionName, functionArn }: InvocableFunction): boolean {
  return [functionName, functionArn].some((known) => requested === known || requested.startsWith(`${known}:`));
}

/** An invocation without a payload gets an empty object. */
function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: text === '' ? {} : JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function fail(response: ServerResponse, status: number, type: string, message: string): void {
  respondJson(response, status, { Type: 'User', Message: message }, { 'x-amzn-errortype': type });
}
