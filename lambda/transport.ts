import type { JsonnetInput } from './request/input';
import type { HttpResponse } from './request/request';
import type { SecretValues } from './secrets/placeholder';

/** Longest time that a provider may take to answer, in milliseconds; Ory's courier waits as long. */
export const PROVIDER_DEADLINE_MS = 10_000;

/** A request that is ready to be sent once. */
export interface Prepared {
  /** Rejects with {@link SendError}. */
  send(): Promise<HttpResponse>;
  /** The access token that it carries. */
  readonly token?: string;
}

/** How one provider is asked. */
export interface Transport {
  /** build. @throws BuildError, Cancelled, JsonnetError, SecretUnavailable or TokenError */
  prepare(input: JsonnetInput, secrets: SecretValues): Promise<Prepared>;
  /** Drops an access token that the provider has refused. */
  forget(token: string): void;
}
