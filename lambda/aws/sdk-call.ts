import { Connections } from '../request/connections';
import type { HttpResponse } from '../request/request';
import { SendError } from '../request/send-error';
import type { AwsCall, AwsInput } from './aws-transport';
import { defaultProvider, NoCredentials } from './environment-credentials';
import { sdkHandler } from './sdk-handler';

export interface SdkClientOptions {
  readonly region: string;
  /** Where the service is dialled. */
  readonly endpoint: string;
  /** Absent: connections of the client's own. */
  readonly connections?: Connections;
}

/**
 * How our clients of AWS's SMS services are made. An SDK that tries again by itself may send twice. Whatever is given here is not
 * looked for in files: in Lambda there are none, and elsewhere they are somebody else's.
 */
export function sdkClientConfig({ region, endpoint, connections = new Connections() }: SdkClientOptions) {
  return {
    region,
    endpoint,
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard' as const,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    authSchemePreference: [],
    userAgentAppId: 'cdktf-sms-courier',
    credentials: defaultProvider(),
    requestHandler: sdkHandler(connections),
  };
}

export type SdkClientConfig = ReturnType<typeof sdkClientConfig>;

/** A command of a service's client. */
export type SdkCommand = (input: AwsInput, options: { readonly requestTimeout: number }) => Promise<object>;

interface SdkOutput {
  readonly $metadata?: unknown;
}

/** What comes out of a command that failed, be it the service's error or the SDK's own. */
interface SdkError extends Error {
  /** There if the service answered. */
  readonly $response?: { readonly statusCode: number; readonly headers: Readonly<Record<string, string>> };
  /** Whose fault it is: there if the answer is an error of the service's. */
  readonly $fault?: string;
  /** The code on the wire, where the SDK's name for the error is another: awsQuery. */
  readonly Error?: { readonly Code?: string };
  /** End User Messaging's. */
  readonly Reason?: string;
  /** End User Messaging's: the fields of the input that are wrong. */
  readonly Fields?: readonly { readonly Name?: string }[];
}

/**
 * Calls a command of the SDK. An answer of the service comes as an HTTP response in JSON, be it an output or an error. What is thrown and
 * caught here is of one bundle: a service's client, which is in another, has no part in it.
 */
export function sdkCall(command: SdkCommand): AwsCall {
  return async (input, deadlineMs) => {
    try {
      const { $metadata: _, ...output } = (await command(input, { requestTimeout: deadlineMs })) as SdkOutput;
      return { status: 200, headers: {}, body: JSON.stringify(output) };
    } catch (error) {
      return answerOf(error as SdkError);
    }
  };
}

/** @throws {SendError} where there is no answer */
function answerOf(error: SdkError): HttpResponse {
  if (error instanceof SendError) throw error;
  if (error instanceof NoCredentials) return { status: 403, headers: {}, body: JSON.stringify({ error: error.name }) };
  const { $response } = error;
  // the SDK refuses an input that it cannot write
  if ($response === undefined) throw new SendError('bad_request', `the call cannot be made: ${error.name}`);
  return { status: $response.statusCode, headers: $response.headers, body: JSON.stringify(describe(error)) };
}

function describe({ $fault, Error: wire, name, message, Reason: reason, Fields }: SdkError): object {
  // whatever answered is not the service, or the SDK cannot read it
  if ($fault === undefined) return {};
  const fields = Fields?.flatMap(({ Name }) => Name ?? []);
  return { error: wire?.Code ?? name, message, reason, fields };
}
