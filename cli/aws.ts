import type { LambdaLike } from '../client';
import type { LetterQueue } from '../lambda/dead-letters/letter-queue';

/** What an operator's commands ask of AWS. */
export interface Aws extends LetterQueue {
  readonly lambda: LambdaLike;
  /** A function's environment variables. */
  variables(functionName: string): Promise<Readonly<Record<string, string>>>;
  /** Stores a SecureString. @returns its version */
  putParameter(name: string, value: string, keyId: string | undefined): Promise<number>;
  /** When each of the parameters was changed last; no value is read. One that there is not is absent. */
  parameterChanges(names: readonly string[]): Promise<ReadonlyMap<string, Date>>;
}

/** Region, credentials and endpoints are found as AWS's SDK finds them: `AWS_REGION`, `AWS_PROFILE`, `AWS_ENDPOINT_URL_LAMBDA` and so on. */
export async function connectToAws(): Promise<Aws> {
  // an operator's Node.js is none of the SDK's business
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  return (await import('./aws-clients.js')).connect();
}
