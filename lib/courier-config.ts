import { Token } from 'cdktf';
import {
  type AuthConfig,
  CONFIG_VERSION,
  type CourierConfig,
  type Deferred,
  type ProviderConfig,
} from '../lambda/config';
import type { ProviderDefinition } from './provider-definition';
import type { BoundSecret, SmsSecret } from './sms-secret';

export interface ConfigInput extends Omit<CourierConfig, 'version' | 'providers'> {
  readonly providers: readonly ProviderDefinition[];
  /** Gives the reference under which the function will read a secret. */
  bind(secret: SmsSecret): BoundSecret;
}

export interface BakedConfig {
  readonly config: CourierConfig<Deferred>;
  /** Terraform tokens of the configuration, as environment variables of the function. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Turns what the author declared into what the function reads, with every Terraform token moved to an environment variable. */
export function bakeConfig({ providers, bind, ...rest }: ConfigInput): BakedConfig {
  const environment: Record<string, string> = {};
  const defer = (value: string, ...path: string[]): Deferred => {
    if (!Token.isUnresolved(value)) return value;
    const env = ['SMS_COURIER', ...path]
      .join('_')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .toUpperCase();
    environment[env] = value;
    return { env };
  };
  return {
    config: {
      version: CONFIG_VERSION,
      ...rest,
      providers: providers.map((provider) => bakeProvider(provider, defer, bind)),
    },
    environment,
  };
}

type Defer = (value: string, ...path: string[]) => Deferred;

function bakeProvider(
  { id, channel, request, secrets }: ProviderDefinition,
  defer: Defer,
  bind: ConfigInput['bind'],
): ProviderConfig<Deferred> {
  const { url, headers, auth, ...rest } = request;
  return {
    id,
    channel,
    request: {
      ...rest,
      url: defer(url, id, 'url'),
      headers: mapEntries(headers, (name, value) => defer(value, id, 'header', name)),
      ...(auth === undefined ? {} : { auth: bakeAuth(auth, (value, name) => defer(value, id, 'auth', name)) }),
    },
    secrets: mapEntries(secrets, (name, secret) => ({
      source: 'ssm',
      name: defer(bind(secret).name, id, 'secret', name),
    })),
  };
}

function bakeAuth(auth: AuthConfig, defer: (value: string, name: string) => Deferred): AuthConfig<Deferred> {
  if (auth.type === 'basic_auth')
    return {
      ...auth,
      config: { user: defer(auth.config.user, 'user'), password: defer(auth.config.password, 'password') },
    };
  return { ...auth, config: { ...auth.config, value: defer(auth.config.value, 'value') } };
}

function mapEntries<A, B>(record: Readonly<Record<string, A>>, map: (key: string, value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]));
}
