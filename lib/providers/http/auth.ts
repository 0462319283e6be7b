import type { AuthConfig } from '../../../lambda/config';

/** What YAML makes of `user: { $ACCOUNT_SID }`, as Ory's page has it: understood as `{$ACCOUNT_SID}`. */
export type SecretMapping = Readonly<Record<string, null>>;

/** `auth` of Ory's request config: sent as the Authorization header. */
export interface BasicAuthProps {
  readonly type: 'basic_auth';
  readonly config: {
    /** As it is, or `{$NAME}` with NAME bound in `secrets`. */
    readonly user: string | SecretMapping;
    /** Write `{$NAME}` and bind NAME in `secrets`. */
    readonly password: string | SecretMapping;
  };
}

/** `auth` of Ory's request config: sent as a header or a cookie. */
export interface ApiKeyProps {
  readonly type: 'api_key';
  readonly config: {
    /** The header's or the cookie's name. */
    readonly name: string;
    /** Write `{$NAME}` and bind NAME in `secrets`. */
    readonly value: string | SecretMapping;
    /**
     * What carries it.
     *
     * @default 'header'
     */
    readonly in?: 'header' | 'cookie';
  };
}

/**
 * A signature over the request, which Jsonnet cannot make: it has neither HMAC nor a clock.
 *
 * @example { type: 'hmac', config: { secret: '{$SIGNING_KEY}', header: 'X-Signature', signed: '{timestamp}.{body}', timestamp_header: 'X-Timestamp' } }
 */
export interface HmacProps {
  readonly type: 'hmac';
  readonly config: {
    /** Write `{$NAME}` and bind NAME in `secrets`. */
    readonly secret: string | SecretMapping;
    /** The header that carries the signature. */
    readonly header: string;
    /**
     * The hash of the HMAC.
     *
     * @default 'sha256'
     */
    readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
    /**
     * How the signature is written.
     *
     * @default 'hex'
     */
    readonly encoding?: 'hex' | 'base64';
    /**
     * Stands before the signature in the header, such as `sha256=`.
     *
     * @default - nothing
     */
    readonly prefix?: string;
    /**
     * What is signed: text with `{body}`, `{method}`, `{path}` (with the query) and `{timestamp}` (seconds since the epoch).
     *
     * @default '{body}'
     */
    readonly signed?: string;
    /**
     * A header that carries the timestamp.
     *
     * @default - none
     */
    readonly timestamp_header?: string;
  };
}

/** An access token by OAuth 2.0's client credentials grant (RFC 6749, section 4.4), sent as a bearer token and kept while it is valid. */
export interface OAuth2Props {
  readonly type: 'oauth2_client_credentials';
  readonly config: {
    /** Absolute https URL. */
    readonly token_url: string;
    /** As it is, or `{$NAME}` with NAME bound in `secrets`. */
    readonly client_id: string | SecretMapping;
    /** Write `{$NAME}` and bind NAME in `secrets`. */
    readonly client_secret: string | SecretMapping;
    /**
     * Sent as `scope`.
     *
     * @default - none
     */
    readonly scope?: string;
    /**
     * Sent as `audience`, which some authorization servers want.
     *
     * @default - none
     */
    readonly audience?: string;
    /**
     * How the client authenticates: HTTP Basic, or fields of the form.
     *
     * @default 'basic'
     */
    readonly client_auth?: 'basic' | 'body';
  };
}

/** How requests prove who sends them. */
export type HttpAuthProps = BasicAuthProps | ApiKeyProps | HmacProps | OAuth2Props;

export function authConfig(auth: HttpAuthProps): AuthConfig {
  switch (auth.type) {
    case 'basic_auth':
      return {
        type: auth.type,
        config: { user: text('user', auth.config.user), password: text('password', auth.config.password) },
      };
    case 'api_key': {
      const { name, value, in: where = 'header' } = auth.config;
      return { type: auth.type, config: { name, value: text('value', value), in: where } };
    }
    case 'hmac': {
      const { secret, algorithm = 'sha256', encoding = 'hex', prefix = '', signed = '{body}', ...rest } = auth.config;
      return {
        type: auth.type,
        config: { ...rest, algorithm, encoding, prefix, signed, secret: text('secret', secret) },
      };
    }
    case 'oauth2_client_credentials': {
      const { client_id, client_secret, client_auth = 'basic', ...rest } = auth.config;
      return {
        type: auth.type,
        config: {
          ...rest,
          client_auth,
          client_id: text('client_id', client_id),
          client_secret: text('client_secret', client_secret),
        },
      };
    }
    default:
      throw new Error(
        `unsupported auth type: ${JSON.stringify((auth as { type?: unknown }).type)}: use basic_auth, api_key, hmac or oauth2_client_credentials`,
      );
  }
}

/** The parts of an auth block that are credentials: a token there would write its value into Terraform's state. */
export function credentialsOf(auth: AuthConfig | undefined): readonly (readonly [string, string])[] {
  switch (auth?.type) {
    case undefined:
      return [];
    case 'basic_auth':
      return [['auth.config.password', auth.config.password]];
    case 'api_key':
      return [['auth.config.value', auth.config.value]];
    case 'hmac':
      return [['auth.config.secret', auth.config.secret]];
    case 'oauth2_client_credentials':
      return [['auth.config.client_secret', auth.config.client_secret]];
  }
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  const [[variable, nothing] = [], ...others] =
    typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (variable?.startsWith('$') && nothing === null && others.length === 0) return `{${variable}}`;
  throw new Error(`auth.config.${name} is ${JSON.stringify(value)}: give a string, such as "{$NAME}"`);
}
