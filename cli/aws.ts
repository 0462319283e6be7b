import type { LambdaLike } from '../client';

/** An SQS message as a consumer has it. */
export interface Received {
  readonly sqsId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Milliseconds since the epoch. SQS keeps it when it moves a message to the dead letters by itself. */
  readonly sentAt: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What an operator's commands ask of AWS. */
export interface Aws {
  readonly lambda: LambdaLike;
  /** A function's environment variables. */
  variables(functionName: string): Promise<Readonly<Record<string, string>>>;
  /** Up to ten messages, which nobody else sees for so many seconds; none: the queue shows no more. */
  receive(queueUrl: string, hiddenSeconds: number): Promise<readonly Received[]>;
  /** Shows received messages again. */
  release(queueUrl: string, receiptHandles: readonly string[]): Promise<void>;
  remove(queueUrl: string, receiptHandle: string): Promise<void>;
  /** Stores a SecureString. @returns its version */
  putParameter(name: string, value: string, keyId: string | undefined): Promise<number>;
  /** When each of the parameters was changed last; no value is read. One that there is not is absent. */
  parameterChanges(names: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  send(queueUrl: string, body: string, attributes: Readonly<Record<string, string>>): Promise<void>;
}

/** Region, credentials and endpoints are found as AWS's SDK finds them: `AWS_REGION`, `AWS_PROFILE`, `AWS_ENDPOINT_URL_LAMBDA` and so on. */
export async function connectToAws(): Promise<Aws> {
  // an operator's Node.js is none of the SDK's business
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return (await import('./aws-clients.js')).connect();
}
