/** One HTTP request as an emulator sees it. */
export interface EmulatedRequest {
  /** Upper case. */
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the provider would have put on its way to a phone. */
export interface AcceptedMessage {
  /** The provider's id for it, as in the response. */
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
}

export interface EmulatedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Absent: the provider took nothing. */
  readonly accepted?: AcceptedMessage;
}

/**
 * A provider's API as far as sending goes, strict where the real one is: what it lets through, the real one takes too.
 * It does no I/O, so the same emulator serves a unit test and a local server.
 */
export interface ProviderEmulator {
  /** The provider's, such as `twilio`. */
  readonly id: string;
  /** Where the real API lives, such as `https://api.twilio.com`. */
  readonly origin: string;
  handle(request: EmulatedRequest): EmulatedResponse;
}
