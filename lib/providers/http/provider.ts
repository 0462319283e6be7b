import type { AuthConfig } from '../../../lambda/config';
import type { ProviderDefinition } from '../../provider-definition';
import type { SmsSecret } from '../../sms-secret';
import { readBody } from './body';
import { checkRequest } from './check-request';

/** `auth` of Ory's request config: sent as the Authorization header. */
export interface BasicAuthProps {
  readonly type: 'basic_auth';
  readonly config: {
    readonly user: string;
    /** Write `{$NAME}` and bind NAME in `secrets`. */
    readonly password: string;
  };
}

/** `auth` of Ory's request config: sent as a header or a cookie. */
export interface ApiKeyProps {
  readonly type: 'api_key';
  readonly config: {
    readonly name: string;
    /** Write `{$NAME}` and bind NAME in `secrets`. */
    readonly value: string;
    /** @default 'header' */
    readonly in?: 'header' | 'cookie';
  };
}

/**
 * Ory's `request_config` as it stands, and what goes with it.
 *
 * @example
 * SmsProvider.http({
 *   url: 'https://sms.example.com/send',
 *   body: 'function(ctx) { to: ctx.recipient, text: ctx.body }',
 *   auth: { type: 'api_key', config: { name: 'X-Api-Key', value: '{$API_KEY}', in: 'header' } },
 *   secrets: { API_KEY: SmsSecret.fromSsmParameter('/sms/example/api_key') },
 * })
 */
export interface HttpProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'http'
   */
  readonly id?: string;

  /** Absolute https URL. May hold `{$NAME}` placeholders and Terraform tokens. */
  readonly url: string;

  /** @default 'POST' */
  readonly method?: string;

  /**
   * Values may hold `{$NAME}` placeholders. The Content-Type decides how the body is written:
   * `application/json` or `application/x-www-form-urlencoded`.
   *
   * @default { 'Content-Type': 'application/json' }
   */
  readonly headers?: Readonly<Record<string, string>>;

  /**
   * Jsonnet that gives the request's body, usually `function(ctx) …`: its text, or Ory's `base64://…`, or `file://…` with a
   * path that is absolute or relative to the working directory. Read at synth.
   */
  readonly body: string;

  /** @default - no Authorization */
  readonly auth?: BasicAuthProps | ApiKeyProps;

  /**
   * The secrets that `{$NAME}` placeholders stand for.
   *
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SmsSecret>>;
}

export function httpProvider(props: HttpProviderProps): ProviderDefinition {
  const { id = 'http', url, method = 'POST', headers = {}, secrets = {} } = props;
  const definition: ProviderDefinition = {
    id,
    channel: 'sms',
    request: {
      url,
      method: method.toUpperCase(),
      headers,
      body: readBody(props.body, id),
      ...(props.auth === undefined ? {} : { auth: authConfig(props.auth) }),
    },
    secrets,
  };
  checkRequest(definition);
  return definition;
}

function authConfig(auth: BasicAuthProps | ApiKeyProps): AuthConfig {
  if (auth.type === 'basic_auth') return auth;
  return { type: 'api_key', config: { ...auth.config, in: auth.config.in ?? 'header' } };
}
