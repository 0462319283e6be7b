import type { IngressRequest } from '../request';

/** How one source's requests are checked and read. */
export interface Adapter {
  /** Lets the request of its sender in. @throws {Refusal} of status 401, or 503 where the key cannot be had */
  authenticate(request: IngressRequest, now: number): Promise<void>;
  /**
   * Reads the request's JSON as a message, which is still to be checked.
   *
   * @throws {Refusal} of status 422 where it says nothing that could be sent
   * @throws {Cancelled} where there is nothing to send
   */
  toMessage(json: unknown, request: IngressRequest, now: number): unknown | Promise<unknown>;
}
