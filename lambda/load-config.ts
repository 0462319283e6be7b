import { createHash } from 'node:crypto';
import {
  type AuthConfig,
  CONFIG_VERSION,
  type CourierConfig,
  type Deferred,
  type HttpProviderConfig,
  isAwsProvider,
  type ProviderConfig,
  type SecretReference,
} from './config';

export interface LoadedConfig {
  readonly config: CourierConfig;
  /** First 12 hexadecimal digits of the file's SHA-256: in every log line, to tell which configuration was at work. */
  readonly hash: string;
}

/**
 * Reads courier.json and fills in what Terraform put into environment variables.
 *
 * @throws Error if the file is of another version or a variable is missing: both mean that zip and function do not belong together
 */
export function loadConfig(text: string, env: Readonly<Record<string, string | undefined>>): LoadedConfig {
  const { privateHosts, webOtpDomain, cognitoKeys, ...raw } = JSON.parse(text) as CourierConfig<Deferred>;
  if (raw.version !== CONFIG_VERSION)
    throw new Error(`courier.json is of version ${raw.version}, this function reads ${CONFIG_VERSION}: deploy again`);
  const read = reader(env);
  return {
    config: {
      ...raw,
      ...(privateHosts === undefined ? {} : { privateHosts: privateHosts.map(read) }),
      ...(webOtpDomain === undefined ? {} : { webOtpDomain: read(webOtpDomain) }),
      ...(cognitoKeys === undefined ? {} : { cognitoKeys: cognitoKeys.map(read) }),
      providers: raw.providers.map((provider) => resolveProvider(provider, read)),
    },
    hash: configHash(text),
  };
}

/** Tells configurations apart in log lines. */
export function configHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

export type Read = (value: Deferred) => string;

/** Gives what a reference stands for. @throws Error if the variable is not set */
export function reader(env: Readonly<Record<string, string | undefined>>): Read {
  return (value) => {
    if (typeof value === 'string') return value;
    const filled = env[value.env];
    if (filled === undefined) throw new Error(`environment variable ${value.env} is not set: deploy again`);
    return filled;
  };
}

function resolveProvider(provider: ProviderConfig<Deferred>, read: Read): ProviderConfig {
  const secrets = mapValues(provider.secrets, (secret): SecretReference => ({ ...secret, name: read(secret.name) }));
  if (!isAwsProvider(provider)) return { ...resolveHttp(provider, read), secrets };
  const { region, ...call } = provider.call;
  return { ...provider, call: { ...call, ...(region === undefined ? {} : { region: read(region) }) }, secrets };
}

function resolveHttp(
  { request, allowedHosts, secrets: _, ...provider }: HttpProviderConfig<Deferred>,
  read: Read,
): Omit<HttpProviderConfig, 'secrets'> {
  const { url, headers, auth, ...rest } = request;
  return {
    ...provider,
    ...(allowedHosts === undefined ? {} : { allowedHosts: allowedHosts.map(read) }),
    request: {
      ...rest,
      url: read(url),
      headers: mapValues(headers, read),
      ...(auth === undefined ? {} : { auth: resolveAuth(auth, read) }),
    },
  };
}

/** All that an auth block holds is text; some of it may be deferred. */
function resolveAuth({ type, config }: AuthConfig<Deferred>, read: Read): AuthConfig {
  return { type, config: mapValues(config as unknown as Record<string, Deferred>, read) } as unknown as AuthConfig;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
