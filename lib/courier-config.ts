import { Token } from 'cdktf';
import {
  type AuthConfig,
  CONFIG_VERSION,
  type CourierConfig,
  type Deferred,
  ENV,
  type HttpProviderConfig,
  type IngressConfig,
  type ProviderConfig,
  type SecretReference,
  type SourceConfig,
} from '../lambda/config';
import { sourcesOf } from './ingress/check-ingress';
import type { IngressProps } from './ingress/ingress-props';
import type { SourceDefinition } from './ingress/sms-source';
import { type HttpDefinition, isAwsDefinition, type ProviderDefinition } from './provider-definition';
import type { BoundSecret, SmsSecret } from './sms-secret';

export interface ConfigInput extends Omit<CourierConfig, 'version' | 'providers' | 'ingress' | 'cognitoKeys'> {
  readonly providers: readonly ProviderDefinition[];
  /** Gives the reference under which the function will read a secret. */
  bind(secret: SmsSecret): BoundSecret;
  /** With the same for secrets that the ingress function reads. */
  readonly ingress?: { readonly props: IngressProps; bind(secret: SmsSecret): BoundSecret };
}

export interface BakedConfig {
  readonly config: CourierConfig<Deferred>;
  /** Terraform tokens of the configuration, as environment variables of the function. */
  readonly environment: Readonly<Record<string, string>>;
  /** Those of the ingress function. */
  readonly ingressEnvironment: Readonly<Record<string, string>>;
}

/** Turns what the author declared into what the function reads, with every Terraform token moved to an environment variable. */
export function bakeConfig(input: ConfigInput): BakedConfig {
  const { providers, privateHosts = [], webOtpDomain, bind, ingress, ...rest } = input;
  const { environment, defer } = deferral();
  const { environment: ingressEnvironment, defer: deferForIngress } = deferral();
  const cognitoKeys = ingress === undefined ? [] : cognitoKeyArns(ingress.props);
  return {
    config: {
      version: CONFIG_VERSION,
      ...rest,
      ...(privateHosts.length === 0
        ? {}
        : { privateHosts: privateHosts.map((host, index) => defer(host, 'private_host', String(index))) }),
      ...(webOtpDomain === undefined ? {} : { webOtpDomain: defer(webOtpDomain, 'web_otp_domain') }),
      providers: providers.map((provider) => bakeProvider(provider, defer, bind)),
      ...(ingress === undefined ? {} : { ingress: bakeIngress(ingress.props, deferForIngress, ingress.bind) }),
      ...(cognitoKeys.length === 0
        ? {}
        : { cognitoKeys: cognitoKeys.map((key, index) => defer(key, 'cognito_key', String(index))) }),
    },
    environment,
    ingressEnvironment,
  };
}

/** The keys that the sources' codes come encrypted with. */
export function cognitoKeyArns(ingress: IngressProps): string[] {
  const keys = sourcesOf(ingress).flatMap((source) => (source.type === 'cognito' ? [source.kmsKeyArn] : []));
  return [...new Set(keys)];
}

const OWN: ReadonlySet<string> = new Set(Object.values(ENV));

function deferral(): { readonly environment: Record<string, string>; readonly defer: Defer } {
  const environment: Record<string, string> = {};
  return {
    environment,
    defer: (value, ...path) => {
      if (!Token.isUnresolved(value)) return value;
      let env = ['SMS_COURIER', ...path]
        .join('_')
        .replace(/[^A-Za-z0-9]+/g, '_')
        .toUpperCase();
      // two paths may read the same: providers a-b and a.b; and one as a variable of the courier's own: the url of a provider "queue"
      while (OWN.has(env) || (environment[env] !== undefined && environment[env] !== value)) env += '_';
      environment[env] = value;
      return { env };
    },
  };
}

function bakeIngress(props: IngressProps, defer: Defer, bind: ConfigInput['bind']): IngressConfig {
  const refer = (secret: SmsSecret, ...path: string[]): SecretReference<Deferred> => {
    const { reference } = bind(secret);
    return { ...reference, name: defer(reference.name, 'ingress', ...path) };
  };
  const referAll = (secrets: readonly (SmsSecret | undefined)[], ...path: string[]) =>
    secrets.filter((secret) => secret !== undefined).map((secret, index) => refer(secret, ...path, String(index)));
  const { apiKey, previousApiKey, basicAuth } = props;
  return {
    sources: sourcesOf(props).map((source) => bakeSource(source, (secrets) => referAll(secrets, source.id))),
    apiKeys: referAll([apiKey, previousApiKey], 'api_key'),
    ...(basicAuth === undefined
      ? {}
      : {
          basicAuth: {
            user: basicAuth.user,
            passwords: referAll([basicAuth.password, basicAuth.previousPassword], 'password'),
          },
        }),
  };
}

function bakeSource(
  source: SourceDefinition,
  refer: (secrets: readonly SmsSecret[]) => SecretReference<Deferred>[],
): SourceConfig {
  switch (source.type) {
    case 'supabase':
      return { ...source, secrets: refer(source.secrets) };
    case 'zitadel':
      return { ...source, keys: refer(source.keys) };
    case 'cognito':
      return { id: source.id, type: source.type };
    default:
      return source;
  }
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
