import type { JsonnetInput } from './request/input';
import type { HttpResponse } from './request/request';
import type { SecretValues } from './secrets/placeholder';

/** Longest time that a provider may take to answer, in milliseconds; Ory's courier waits as long. */
export const PROVIDER_DEADLINE_MS = 10_000;

/** How one provider is asked. */
export interface Transport {
  /**
   * build: makes the request, ready to be sent once.
   *
   * @returns send, which rejects with {@link SendError}
   * @throws BuildError, Cancelled, JsonnetError, SecretUnavailable or TokenError
   */
  prepare(input: JsonnetInput, secrets: SecretValues): Promise<() => Promise<HttpResponse>>;
  /** After a credential was refused: drops what may be outdated of it. @returns whether there was any */
  forget(): boolean;
}
