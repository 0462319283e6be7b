import type { HttpResponse } from '../request/request';
import { SendError } from '../request/send-error';

export interface SdkClientOptions {
  readonly region: string;
  /** Where the service is, if not at its own origin: for local use. */
  readonly endpoint?: string;
}

/** Longest that a connection may take to be there, in milliseconds: a call that is not begun by then was not made. */
const CONNECTION_MS = 3_000;

/** How our clients of AWS's SMS services are made. An SDK that tries again by itself may send twice. */
export function sdkClientConfig({ region, endpoint }: SdkClientOptions) {
  return {
    region,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECTION_MS },
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

/** What an error of a service carries: https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-smithy-client/Class/ServiceException/ */
interface ServiceError extends Error {
  readonly code?: string;
  readonly Reason?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $fault?: string;
}

/**
 * Makes one call by the SDK. An answer of the service comes as an HTTP response in JSON, be it an output or an error.
 *
 * @throws {SendError} where there is no answer
 */
export async function sdkCall(
  send: (signal: AbortSignal) => Promise<object>,
  deadlineMs: number,
): Promise<HttpResponse> {
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const { $metadata: _, ...output } = (await send(signal)) as { $metadata?: unknown };
    return response(200, output);
  } catch (error) {
    return answerOf(error as ServiceError, signal, deadlineMs);
  }
}

/** The connection was never there, so that the service has nothing of the request. */
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

function answerOf(error: ServiceError, signal: AbortSignal, deadlineMs: number): HttpResponse {
  const status = error.$metadata?.httpStatusCode;
  // an error of the SDK's own has no fault: neither the client nor the server has one
  if (status !== undefined && error.$fault !== undefined) {
    const { name, message, Reason: reason } = error;
    return response(status, { error: name, message, ...(reason === undefined ? {} : { reason }) });
  }
  if (/^AWS_(ACCESS|SECRET)|credential/i.test(error.message)) return response(403, { error: 'NoCredentials' });
  if (NOT_CONNECTED.test(error.code ?? '') || /without establishing a connection/.test(error.message))
    throw new SendError('unavailable', `no connection: ${error.code ?? error.name}`);
  const what = signal.aborted ? `no response within ${deadlineMs} ms` : `connection lost: ${error.code ?? error.name}`;
  throw new SendError('ambiguous', what);
}

function response(status: number, value: object): HttpResponse {
  return { status, headers: {}, body: JSON.stringify(value) };
}
