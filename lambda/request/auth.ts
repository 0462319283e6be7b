import { createHmac } from 'node:crypto';
import type { AuthConfig, HmacConfig, OAuth2Config } from '../config';
import { fillSecrets, parseSecretText, type SecretValues } from '../secrets/placeholder';
import { fillHeader } from './headers';
import type { BuildServices } from './input';

/** A request that auth may still add headers to. */
export interface Draft {
  readonly method: string;
  readonly url: URL;
  readonly headers: Map<string, string>;
  readonly body: string | undefined;
}

/** @returns the access token that it has added, if it has */
export type Authenticator = (request: Draft, secrets: SecretValues) => Promise<string | undefined>;

/** Adds what an auth block says; as in Ory it takes the place of a configured header of the same name. */
export function authenticator(auth: AuthConfig | undefined, services: BuildServices): Authenticator {
  switch (auth?.type) {
    case undefined:
      return async () => undefined;
    case 'basic_auth':
      return basicAuth(auth.config.user, auth.config.password);
    case 'api_key':
      return apiKey(auth.config);
    case 'hmac':
      return hmac(auth.config, services.now);
    case 'oauth2_client_credentials':
      return bearer(auth.config, services);
  }
}

function basicAuth(userText: string, passwordText: string): Authenticator {
  const user = parseSecretText(userText);
  const password = parseSecretText(passwordText);
  return async ({ headers }, secrets) => {
    const pair = `${fillHeader('auth user', user, secrets)}:${fillHeader('auth password', password, secrets)}`;
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
    return undefined;
  };
}

function apiKey(config: Extract<AuthConfig, { type: 'api_key' }>['config']): Authenticator {
  const text = parseSecretText(config.value);
  return async ({ headers }, secrets) => {
    const value = fillHeader(config.name, text, secrets);
    if (config.in === 'header') headers.set(config.name.toLowerCase(), value);
    else
      headers.set('cookie', [headers.get('cookie'), `${config.name}=${cookieValue(value)}`].filter(Boolean).join('; '));
    return undefined;
  };
}

/** As Go writes a cookie's value: what would end it is dropped, and white space or a comma puts it in quotes. */
function cookieValue(value: string): string {
  const kept = [...value].filter((char) => char >= ' ' && char < '\u007f' && !'";\\'.includes(char)).join('');
  return /[ ,]/.test(kept) ? `"${kept}"` : kept;
}

function hmac(config: HmacConfig, now: () => number): Authenticator {
  const secret = parseSecretText(config.secret);
  return async ({ method, url, headers, body }, secrets) => {
    const timestamp = String(Math.floor(now() / 1000));
    const fields: Record<string, string> = { body: body ?? '', method, path: url.pathname + url.search, timestamp };
    const signed = config.signed.replace(
      /\{(body|method|path|timestamp)\}/g,
      (_, name: string) => fields[name] as string,
    );
    const key = fillSecrets(secret, secrets, (value) => value);
    headers.set(
      config.header.toLowerCase(),
      config.prefix + createHmac(config.algorithm, key).update(signed).digest(config.encoding),
    );
    if (config.timestamp_header !== undefined) headers.set(config.timestamp_header.toLowerCase(), timestamp);
    return undefined;
  };
}

function bearer(config: OAuth2Config, { tokens }: BuildServices): Authenticator {
  const clientId = parseSecretText(config.client_id);
  const clientSecret = parseSecretText(config.client_secret);
  return async ({ headers }, secrets) => {
    const token = await tokens.get(config, {
      id: fillSecrets(clientId, secrets, (value) => value),
      secret: fillSecrets(clientSecret, secrets, (value) => value),
    });
    headers.set('authorization', `Bearer ${token}`);
    return token;
  };
}
