import { Token } from 'cdktf';
import {
  type AuthConfig,
  CONFIG_VERSION,
  type CourierConfig,
  type Deferred,
  type HttpProviderConfig,
  type ProviderConfig,
  type SecretReference,
} from '../lambda/config';
import { type HttpDefinition, isAwsDefinition, type ProviderDefinition } from './provider-definition';
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
export function bakeConfig({ providers, privateHosts = [], webOtpDomain, bind, ...rest }: ConfigInput): BakedConfig {
  const environment: Record<string, string> = {};
  const defer = (value: string, ...path: string[]): Deferred => {
    if (!Token.isUnresolved(value)) return value;
    let env = ['SMS_COURIER', ...path]
      .join('_')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .toUpperCase();
    // two paths may read the same: providers a-b and a.b
    while (environment[env] !== undefined && environment[env] !== value) env += '_';
    environment[env] = value;
    return { env };
  };
  return {
    config: {
      version: CONFIG_VERSION,
      ...rest,
      ...(privateHosts.length === 0
        ? {}
        : { privateHosts: privateHosts.map((host, index) => defer(host, 'private_host', String(index))) }),
      ...(webOtpDomain === undefined ? {} : { webOtpDomain: defer(webOtpDomain, 'web_otp_domain') }),
      providers: providers.map((provider) => bakeProvider(provider, defer, bind)),
    },
    environment,
  };
}

type Defer = (value: string, ...path: string[]) => Deferred;

function bakeProvider(
  definition: ProviderDefinition,
  defer: Defer,
  bind: ConfigInput['bind'],
): ProviderConfig<Deferred> {
  const { id, channel, response, needsCode } = definition;
  const common = {
    id,
    channel,
    ...(response === undefined ? {} : { response }),
    ...(needsCode === undefined ? {} : { needsCode }),
    secrets: mapEntries(definition.secrets, (name, secret): SecretReference<Deferred> => {
      const { reference } = bind(secret);
      return { ...reference, name: defer(reference.name, id, 'secret', name) };
    }),
  };
  if (!isAwsDefinition(definition)) return { ...common, ...bakeHttp(definition, defer) };
  const { region, ...call } = definition.call;
  return { ...common, call: { ...call, ...(region === undefined ? {} : { region: defer(region, id, 'region') }) } };
}

function bakeHttp(
  { id, request, hosts, allowPlainHttp = false, needsOneOf }: HttpDefinition,
  defer: Defer,
): Omit<HttpProviderConfig<Deferred>, 'id' | 'channel' | 'secrets'> {
  const { url, headers, auth, ...rest } = request;
  return {
    request: {
      ...rest,
      url: defer(url, id, 'url'),
      headers: mapEntries(headers, (name, value) => defer(value, id, 'header', name)),
      ...(auth === undefined ? {} : { auth: bakeAuth(auth, (name, value) => defer(value, id, 'auth', name)) }),
    },
    ...(hosts === undefined
      ? {}
      : { allowedHosts: hosts.map((host, index) => defer(host, id, 'host', String(index))) }),
    ...(allowPlainHttp ? { allowPlainHttp } : {}),
    ...(needsOneOf === undefined ? {} : { needsOneOf }),
  };
}

/** All that an auth block holds is text; some of it may be a token. */
function bakeAuth(
  { type, config }: AuthConfig,
  defer: (name: string, value: string) => Deferred,
): AuthConfig<Deferred> {
  return {
    type,
    config: mapEntries(config as unknown as Record<string, string>, defer),
  } as unknown as AuthConfig<Deferred>;
}

function mapEntries<A, B>(record: Readonly<Record<string, A>>, map: (key: string, value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(key, value)]));
}
