/**
 * Entry of an execution environment, in Lambda's place: loads the handler and answers invocations, one at a time.
 *
 * It runs by itself in plain Node.js, with nothing but the function's own folder: no other module may be imported here.
 */

/** From the parent: one invocation. */
export interface Invocation {
  readonly event: unknown;
  readonly requestId: string;
  /** Milliseconds since the epoch at which the environment is cut off. */
  readonly deadline: number;
  readonly functionArn: string;
}

/** An error as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** To the parent. */
export type RuntimeMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'init-error'; readonly error: FunctionError }
  | { readonly type: 'result'; readonly payload: string }
  | { readonly type: 'error'; readonly error: FunctionError };

type Handler = (event: unknown, context: object) => unknown;

function loadHandler(): Handler {
  const name = process.env['_HANDLER'] ?? '';
  const dot = name.lastIndexOf('.');
  const file = `${process.env['LAMBDA_TASK_ROOT']}/${name.slice(0, dot)}.js`;
  const loaded = (require(file) as Record<string, unknown>)[name.slice(dot + 1)];
  if (typeof loaded !== 'function') throw new TypeError(`${name} is not a function`);
  return loaded as Handler;
}

async function answer(handler: Handler, invocation: Invocation): Promise<RuntimeMessage> {
  try {
    const result = await handler(invocation.event, contextOf(invocation));
    return { type: 'result', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { type: 'error', error: describe(error) };
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf({ requestId, deadline, functionArn }: Invocation): object {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    awsRequestId: requestId,
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function tell(message: RuntimeMessage): void {
  process.send?.(message);
}

process.once('disconnect', () => process.exit());
// Ctrl-C reaches every process of the terminal; the parent decides when this one ends.
process.on('SIGINT', () => {});
try {
  const handler = loadHandler();
  process.on('message', async (invocation: Invocation) => tell(await answer(handler, invocation)));
  tell({ type: 'ready' });
} catch (error) {
  tell({ type: 'init-error', error: describe(error) });
}
