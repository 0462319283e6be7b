import { isObject } from '../../lambda/is-object';

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
  /**
   * The provider's documented errors by its own codes, those that come with HTTP 2xx included: what it answers a request that is
   * right, told to fail so. Absent: it knows none.
   */
  readonly errors?: Readonly<Record<string, () => EmulatedResponse>>;
  /** Its answer to too many requests. Absent: HTTP 429 without a body. */
  throttled?(): EmulatedResponse;
}

/** What is to go wrong with a request. */
export type Fault =
  /** One of the emulator's `errors`. */
  | { readonly kind: 'error'; readonly code: string }
  /** Too many requests, with or without the seconds to wait. */
  | { readonly kind: 'throttled'; readonly retryAfterSeconds?: number }
  /** Does what is asked, and answers so much later. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Does what is asked, and the connection is cut before the answer. */
  | { readonly kind: 'lost_response' }
  /** The connection is cut when the request has been read, and nothing was done. */
  | { readonly kind: 'cut_off' }
  /** No connection is taken. */
  | { readonly kind: 'down' };

/** What comes of a request. */
export interface Emulation {
  /** Absent: there is none, the connection is cut. */
  readonly response?: EmulatedResponse;
  /** What it did, whether or not anybody hears of it. */
  readonly accepted?: AcceptedMessage;
  readonly delayMs: number;
}

/** @throws Error if the fault names a code that the emulator does not know */
export function emulate(emulator: ProviderEmulator, request: EmulatedRequest, fault?: Fault): Emulation {
  switch (fault?.kind) {
    case 'error': {
      const { errors = {} } = emulator;
      const error = errors[fault.code];
      if (error === undefined)
        throw new Error(
          `${emulator.id} has no error "${fault.code}": it knows ${Object.keys(errors).join(', ') || 'none'}`,
        );
      const refusal = emulator.handle(request);
      // a request that is wrong in itself is refused for that
      return answered(refusal.accepted === undefined ? refusal : error());
    }
    case 'throttled':
      return answered(throttled(emulator, fault.retryAfterSeconds));
    case 'lost_response':
      return { ...acceptedOf(emulator.handle(request)), delayMs: 0 };
    case 'cut_off':
    case 'down':
      return { delayMs: 0 };
    default:
      return answered(emulator.handle(request), fault?.delayMs);
  }
}

function answered(response: EmulatedResponse, delayMs = 0): Emulation {
  return { response, ...acceptedOf(response), delayMs };
}

function acceptedOf({ accepted }: EmulatedResponse): Pick<Emulation, 'accepted'> {
  return accepted === undefined ? {} : { accepted };
}

function throttled(emulator: ProviderEmulator, retryAfterSeconds: number | undefined): EmulatedResponse {
  const response = emulator.throttled?.() ?? { status: 429, headers: {}, body: '' };
  if (retryAfterSeconds === undefined) return response;
  return { ...response, headers: { ...response.headers, 'retry-after': String(retryAfterSeconds) } };
}

/** Thrown by an emulator's checks: the provider's answer to a request that it does not take. */
export class Refusal extends Error {
  constructor(readonly response: EmulatedResponse) {
    super(`HTTP ${response.status}`);
  }
}

/** An emulator whose checks throw refusals. */
export function emulator(
  about: Omit<ProviderEmulator, 'handle'>,
  handle: (request: EmulatedRequest) => EmulatedResponse,
): ProviderEmulator {
  return {
    ...about,
    handle: (request) => {
      try {
        return handle(request);
      } catch (error) {
        if (error instanceof Refusal) return error.response;
        throw error;
      }
    },
  };
}

export function jsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): EmulatedResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** The request's media type, without its parameters, in lower case. */
export function mediaType({ headers }: EmulatedRequest): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** User and password of HTTP Basic; undefined if there are none. https://www.rfc-editor.org/rfc/rfc7617 */
export function basicAuth({ headers }: EmulatedRequest): readonly [user: string, password: string] | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(headers['authorization'] ?? '')?.[1];
  const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  return user === undefined || password === undefined ? undefined : [user, password];
}

/** What stands behind a scheme in the Authorization header, such as `Bearer`. */
export function authorization({ headers }: EmulatedRequest, scheme: string): string | undefined {
  const [, given, value] = /^(\S+) +(\S+)$/.exec(headers['authorization'] ?? '') ?? [];
  return given?.toLowerCase() === scheme.toLowerCase() ? value : undefined;
}

/** The body as a JSON object; undefined if it is none. */
export function jsonObject({ body }: EmulatedRequest): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const GSM7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** These take two places, the first an escape. */
const GSM7_EXTENSION = '\f^{}\\[~]|€';

/** Whether the text can travel in the alphabet that all phones share: 3GPP TS 23.038. */
export function isGsm7(text: string): boolean {
  return [...text].every((character) => GSM7.includes(character) || GSM7_EXTENSION.includes(character));
}

/** How many messages a network makes of a text. */
export function segmentsOf(text: string): number {
  const gsm = isGsm7(text);
  const length = gsm
    ? [...text].reduce((sum, character) => sum + (GSM7_EXTENSION.includes(character) ? 2 : 1), 0)
    : text.length;
  const [single, part] = gsm ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / part);
}
