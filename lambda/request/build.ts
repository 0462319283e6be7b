import type { RequestConfig } from '../config';
import { JsonnetError } from '../jsonnet/error';
import type { SecretValues } from '../secrets/placeholder';
import { type Authenticator, authenticator } from './auth';
import { type BodyBuilder, bodyBuilder } from './body';
import { fillHeader, parseHeaders } from './headers';
import type { BuildServices, JsonnetInput } from './input';
import { Cancelled, type HttpRequest } from './request';
import { urlBuilder } from './url';

/** A request, and the access token that it carries. */
export interface BuiltRequest extends HttpRequest {
  readonly token?: string;
}

/** Builds the requests of one provider. */
export type RequestBuilder = (input: JsonnetInput, secrets: SecretValues) => Promise<BuiltRequest>;

/**
 * Takes a request config apart once and returns the function that builds its requests, in Ory's order: headers, content
 * type, auth over them, body. Source: ory/kratos `request/builder.go`. Signatures, which Ory lacks, come last.
 *
 * The function rejects with BuildError, {@link Cancelled}, JsonnetError, SecretUnavailable or TokenError.
 */
export function requestBuilder(config: RequestConfig, services: BuildServices): RequestBuilder {
  const buildUrl = urlBuilder(config.url, services.jsonnet);
  const headerTexts = parseHeaders(config.headers);
  const authenticate: Authenticator = authenticator(config.auth, services);
  const buildBody: BodyBuilder = bodyBuilder(config, services.jsonnet);
  return async (input, secrets) => {
    const headers = new Map(headerTexts.map(([name, text]) => [name, fillHeader(name, text, secrets)]));
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    const [url, body] = await cancellable(
      Promise.all([buildUrl(input, secrets), buildBody(headers.get('content-type') as string, input, secrets)]),
    );
    const token = await authenticate({ method: config.method, url, headers, body }, secrets);
    return { method: config.method, url, headers, body, ...(token !== undefined && { token }) };
  };
}

/** Tells `error "cancel"` from other errors. */
export async function cancellable<T>(built: Promise<T>): Promise<T> {
  try {
    return await built;
  } catch (error) {
    const cancelled = error instanceof JsonnetError && error.kind === 'runtime' && error.reason === 'cancel';
    throw cancelled ? new Cancelled('the request config said error "cancel"') : error;
  }
}
