import type { OAuth2Config } from '../config';
import { isObject } from '../is-object';
import { retryAfterSeconds } from '../outcome/by-status';
import { encodeForm, queryEscape } from './form';
import type { HttpRequest, HttpResponse } from './request';
import { SendError } from './send-error';

export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

/** Access tokens by the client credentials grant, kept while they are valid. */
export interface TokenSource {
  /** @throws {TokenError} */
  get(config: OAuth2Config, client: ClientCredentials): Promise<string>;
  /** Drops a token that a provider has refused; what took its place meanwhile is kept. */
  forget(token: string): void;
}

/** No token. Nothing has been sent to the provider, so the message is safe to try again. */
export class TokenError extends Error {
  override readonly name = 'TokenError';

  constructor(
    message: string,
    readonly outcome: 'unauthorized' | 'unavailable' | 'throttled' | 'bad_request',
    /** Seconds that the token endpoint asks to wait. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** A token is renewed this long before it ends, in milliseconds. */
const MARGIN_MS = 60_000;
/** Life of a token whose answer states none: https://www.rfc-editor.org/rfc/rfc6749#section-5.1 leaves it open. */
const DEFAULT_LIFE_SECONDS = 300;

interface Kept {
  readonly token: Promise<string>;
  /** Absent: it is not there yet. */
  value?: string;
  expiresAt: number;
}

export function tokenSource(send: (request: HttpRequest) => Promise<HttpResponse>, now: () => number): TokenSource {
  const kept = new Map<string, Kept>();
  return {
    get(config, client) {
      const key = JSON.stringify([config.token_url, config.scope, config.audience, client.id, client.secret]);
      const known = kept.get(key);
      if (known !== undefined && now() < known.expiresAt) return known.token;
      // until the answer is there, all who ask share one request
      const entry: Kept = { token: request().catch(dropped), expiresAt: Number.POSITIVE_INFINITY };
      kept.set(key, entry);
      return entry.token;

      async function request(): Promise<string> {
        const { token, lifeSeconds } = await fetchToken(config, client, send, now);
        entry.expiresAt = now() + Math.max(0, lifeSeconds * 1000 - MARGIN_MS);
        entry.value = token;
        return token;
      }

      function dropped(error: unknown): never {
        if (kept.get(key) === entry) kept.delete(key);
        throw error;
      }
    },
    forget(token) {
      for (const [key, { value }] of kept) if (value === token) kept.delete(key);
    },
  };
}

async function fetchToken(
  config: OAuth2Config,
  client: ClientCredentials,
  send: (request: HttpRequest) => Promise<HttpResponse>,
  now: () => number,
): Promise<{ token: string; lifeSeconds: number }> {
  let response: HttpResponse;
  try {
    response = await send(tokenRequest(config, client));
  } catch (error) {
    // whatever came of asking for a token, the provider itself has not been asked
    const mustBeMended = error instanceof SendError && error.outcome === 'bad_request';
    throw new TokenError(
      `no answer from the token endpoint: ${(error as Error).message}`,
      mustBeMended ? 'bad_request' : 'unavailable',
    );
  }
  const { status, headers, body } = response;
  if (status === 429 || status >= 500)
    throw new TokenError(
      `the token endpoint answered HTTP ${status}`,
      status === 429 ? 'throttled' : 'unavailable',
      retryAfterSeconds(headers, now()),
    );
  if (status < 200 || status >= 300)
    throw new TokenError(
      `the token endpoint answered HTTP ${status}: check client_id and client_secret`,
      'unauthorized',
    );
  const { access_token: token, expires_in: life } = parseJson(body);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a token goes into a header
  if (typeof token !== 'string' || token === '' || /[\u0000-\u0020\u007f]/.test(token))
    throw new TokenError('the token endpoint answered without an access_token', 'unavailable');
  return { token, lifeSeconds: typeof life === 'number' && life > 0 ? life : DEFAULT_LIFE_SECONDS };
}

function tokenRequest(
  { token_url, scope, audience, client_auth }: OAuth2Config,
  { id, secret }: ClientCredentials,
): HttpRequest {
  const inBody = client_auth === 'body';
  // https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1: id and secret are form-encoded before they are joined
  const basic = `Basic ${Buffer.from(`${queryEscape(id)}:${queryEscape(secret)}`).toString('base64')}`;
  return {
    method: 'POST',
    url: new URL(token_url),
    headers: new Map([
      ['content-type', 'application/x-www-form-urlencoded'],
      ['accept', 'application/json'],
      ...(inBody ? [] : ([['authorization', basic]] as const)),
    ]),
    body: encodeForm({
      grant_type: 'client_credentials',
      ...(scope === undefined ? {} : { scope }),
      ...(audience === undefined ? {} : { audience }),
      ...(inBody ? { client_id: id, client_secret: secret } : {}),
    }),
  };
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
