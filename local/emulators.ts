import { serviceOrigin } from '../lambda/aws/endpoint';
import { secretField } from '../lambda/aws/secrets-manager';
import {
  type CourierConfig,
  type Deferred,
  isAwsProvider,
  type ProviderConfig,
  type SecretReference,
} from '../lambda/config';
import type { ProviderEmulator } from '../lib/providers/emulator-base';
import { kindAt } from '../lib/providers/known';
import type { SecretValues } from './secrets-file';
import { findSecret } from './secrets-manager';
import { findParameter } from './ssm';
import { StandIn } from './stand-in';

export interface EmulatorSources {
  /** The function's environment, where deferred strings are found. */
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: SecretValues;
  /** The function's. */
  readonly region: string;
  /** Emulators of the caller's own; they go before ours. */
  readonly own: readonly ProviderEmulator[];
  /** Ids of providers that are asked for real. */
  readonly live: readonly string[];
}

/**
 * Finds an emulator for every origin that a courier dials, and what stands in where there is none: from this machine no message goes out to
 * a real phone, unless its provider is named as live.
 */
export function chooseEmulators(config: CourierConfig<Deferred>, sources: EmulatorSources): ProviderEmulator[] {
  const byOrigin = new Map(sources.own.map((emulator) => [emulator.origin, emulator]));
  for (const provider of config.providers) {
    if (sources.live.includes(provider.id)) continue;
    for (const origin of originsOf(provider, sources)) {
      if (byOrigin.has(origin)) continue;
      const kind = kindAt(origin);
      if (kind === undefined) {
        byOrigin.set(origin, new StandIn(origin));
        continue;
      }
      // two accounts with one service are two providers, and one emulator
      const asked = config.providers.filter((each) => originsOf(each, sources).includes(origin));
      const credentials = () => asked.flatMap((each) => credentialsOf(each, sources));
      byOrigin.set(origin, kind.emulator({ origin, credentials }));
    }
  }
  return [...byOrigin.values()];
}

/** Where a provider is asked; the first is its API, others are where its tokens come from. */
export function originsOf(
  provider: ProviderConfig<Deferred>,
  { variables, region }: Pick<EmulatorSources, 'variables' | 'region'>,
): string[] {
  const read = (value: Deferred) => resolveDeferred(value, variables);
  if (isAwsProvider(provider)) {
    const { call } = provider;
    return [serviceOrigin(call.service, call.region === undefined ? region : read(call.region))];
  }
  const { url, auth } = provider.request;
  const urls = auth?.type === 'oauth2_client_credentials' ? [url, auth.config.token_url] : [url];
  return urls.map((each) => originOf(read(each), provider));
}

/** The values of all secrets that a provider binds. */
function credentialsOf(provider: ProviderConfig<Deferred>, sources: EmulatorSources): string[] {
  const bound = Object.entries(boundSecrets(provider, sources));
  if (bound.length === 0)
    throw new Error(
      `provider ${provider.id} binds no secret, and its emulator checks credentials: bind one in secrets`,
    );
  return bound.map(([secret, { name, value }]) => {
    if (value === undefined) {
      throw new Error(`secret ${secret} of provider ${provider.id} has no value: add "${name}" to the secrets file`);
    }
    return value;
  });
}

/** What a provider's placeholders stand for: by their names, the name in the store and the value that it has now. */
export function boundSecrets(
  provider: ProviderConfig<Deferred>,
  { variables, secrets }: Pick<EmulatorSources, 'variables' | 'secrets'>,
): Record<string, { readonly name: string; readonly value: string | undefined }> {
  return Object.fromEntries(
    Object.entries(provider.secrets).map(([secret, reference]) => {
      const name = resolveDeferred(reference.name, variables);
      return [secret, { name, value: secretValue({ ...reference, name }, secrets) }];
    }),
  );
}

function secretValue({ source, name, field }: SecretReference, secrets: SecretValues): string | undefined {
  if (source === 'ssm') return findParameter(name, secrets)?.value;
  const text = findSecret(name, secrets);
  return text === undefined || field === undefined ? text : secretField(text, field);
}

/** The path and user of a provider's URL may hold placeholders; its origin may not. */
function originOf(url: string, provider: ProviderConfig<Deferred>): string {
  const match = /^(https?:\/\/)(?:[^/?#@]*@)?([^/?#@{}]+)/.exec(url);
  if (match === null) {
    throw new Error(
      `provider ${provider.id} has no fixed host in its URL, so that no emulator can be chosen for it: ${url}`,
    );
  }
  return new URL(`${match[1]}${match[2]}`).origin;
}

function resolveDeferred(value: Deferred, variables: Readonly<Record<string, string>>): string {
  if (typeof value === 'string') return value;
  const resolved = variables[value.env];
  if (resolved === undefined) throw new Error(`environment variable ${value.env} is not set on the function`);
  return resolved;
}
