/** Why a request is not taken, as its sender is told; the text holds nothing of the request but sizes and names of fields. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    /** For programs. */
    readonly code: RefusalCode,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export type RefusalCode =
  | 'not_found'
  | 'method_not_allowed'
  | 'unauthorized'
  | 'message_too_large'
  | 'unsupported_media_type'
  | 'invalid_json'
  | 'invalid_message'
  | 'unavailable';

/** How soon to come again after a fault of ours, in seconds: short, since a code's life is. */
const RETRY_AFTER_SECONDS = 1;

/** A fault of AWS's or of the courier's own: the sender may come again. */
export function unavailable(message: string): Refusal {
  return new Refusal(503, 'unavailable', message, { 'retry-after': String(RETRY_AFTER_SECONDS) });
}

export function unauthorized(message: string): Refusal {
  return new Refusal(401, 'unauthorized', message);
}
