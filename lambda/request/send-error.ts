/**
 * No complete response.
 *
 * - `unavailable`: nothing of the request was written; asking again is safe
 * - `ambiguous`: the request was written, or may have been; the provider may have acted on it
 * - `bad_request`: the request must not be written, or cannot be; only a change of the configuration helps
 */
export class SendError extends Error {
  override readonly name: string = 'SendError';

  constructor(
    readonly outcome: 'unavailable' | 'ambiguous' | 'bad_request',
    message: string,
  ) {
    super(message);
  }
}

/** The request goes to a host that is none of its provider's. The text names the host, which a message may have had a part in. */
export class HostNotAllowed extends SendError {
  override readonly name = 'HostNotAllowed';

  constructor(host: string) {
    super('bad_request', `host ${host} is not one of the provider's: list it in the provider's hosts`);
  }
}
