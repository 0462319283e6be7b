/** What the client needs of AWS. `new Lambda({})` of `@aws-sdk/client-lambda` is one, and so is a function of a test. */
export interface LambdaLike {
  invoke(input: { readonly FunctionName: string; readonly Payload: Uint8Array }): Promise<{
    readonly FunctionError?: string | undefined;
    readonly Payload?: Uint8Array | undefined;
  }>;
}

/** What the client needs of AWS to enqueue. `new SQS({})` of `@aws-sdk/client-sqs` is one. */
export interface SqsLike {
  sendMessage(input: { readonly QueueUrl: string; readonly MessageBody: string }): Promise<unknown>;
}

/*
 * AWS's own clients, of whatever version 3 the backend has installed; region and credentials are found as the SDK finds them. A bundler
 * lets a require inside try be, where the package is missing.
 */

export function loadLambda(): LambdaLike {
  try {
    const { Lambda } = require('@aws-sdk/client-lambda') as typeof import('@aws-sdk/client-lambda');
    return new Lambda({});
  } catch (error) {
    throw missing('@aws-sdk/client-lambda', 'lambda', error);
  }
}

export function loadSqs(): SqsLike {
  try {
    const { SQS } = require('@aws-sdk/client-sqs') as typeof import('@aws-sdk/client-sqs');
    return new SQS({});
  } catch (error) {
    throw missing('@aws-sdk/client-sqs', 'sqs', error);
  }
}

function missing(name: string, option: string, cause: unknown): Error {
  return new Error(`${name} cannot be loaded: install it, or give SmsCourierClient a client as "${option}"`, { cause });
}
