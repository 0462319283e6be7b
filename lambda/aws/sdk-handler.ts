import type { Connections, Scheme } from '../request/connections';
import { exchange } from '../request/exchange';

/** What the SDK gives its HTTP handler. */
interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * Makes the SDK's requests as all others are made, so that the same is known of what was written and what was not: from the errors of
 * the SDK's own handler a connection that was never there can only be guessed.
 */
export function sdkHandler(connections: Connections) {
  return {
    async handle(
      { protocol, hostname, port, path, method, headers, body }: SdkRequest,
      { requestTimeout }: { readonly requestTimeout: number },
    ) {
      const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
      const request = { method, url, headers: new Map(Object.entries(headers)), body: textOf(body) };
      connections.dropIdle();
      const response = await exchange(connections.agent(protocol as Scheme), url, request, requestTimeout);
      return {
        response: { statusCode: response.status, headers: { ...response.headers }, body: Buffer.from(response.body) },
      };
    },
  };
}

function textOf(body: string | Uint8Array): string {
  // the bytes, whatever else the SDK has made of them
  return typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
}
