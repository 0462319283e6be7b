/** One HTTP request to a provider, ready to be written. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The provider's request cannot be built from its configuration and this message; the text holds no secret. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** The request config's Jsonnet said `error "cancel"`: the message is not to be sent. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
