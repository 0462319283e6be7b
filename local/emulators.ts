import type { CourierConfig, Deferred, ProviderConfig, SecretReference } from '../lambda/config';
import type { ProviderEmulator } from '../lib/providers/emulator';
import { twilioEmulator } from '../lib/providers/twilio/emulator';
import type { SecretValues } from './secrets-file';
import { findSecret, secretField } from './secrets-manager';
import { findParameter } from './ssm';

/** Gives the value of a provider's secret by the name that its request config uses. */
type Secret = (name: string) => string;

/** Every provider that has an emulator, by the host of its API. */
const EMULATORS: Readonly<Record<string, (secret: Secret) => ProviderEmulator>> = {
  'api.twilio.com': (secret) => twilioEmulator({ authToken: secret('AUTH_TOKEN') }),
};

export interface EmulatorSources {
  /** The function's environment, where deferred strings are found. */
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: SecretValues;
  /** Emulators of the caller's own; they go before ours. */
  readonly own: readonly ProviderEmulator[];
}

/**
 * Finds an emulator for every origin that a courier dials.
 *
 * One without is an error: from this machine no message goes out to a real phone.
 */
export function chooseEmulators(config: CourierConfig<Deferred>, sources: EmulatorSources): ProviderEmulator[] {
  const byOrigin = new Map(sources.own.map((emulator) => [emulator.origin, emulator]));
  for (const provider of config.providers) {
    for (const url of urlsOf(provider)) {
      const origin = originOf(resolveDeferred(url, sources.variables), provider);
      if (byOrigin.has(origin)) continue;
      const emulator = EMULATORS[new URL(origin).host];
      if (emulator === undefined) {
        throw new Error(
          `provider ${provider.id} (${origin}) has no emulator: the local courier sends to emulators only`,
        );
      }
      byOrigin.set(origin, emulator(secretReader(provider, sources)));
    }
  }
  return [...byOrigin.values()];
}

function urlsOf({ request: { url, auth } }: ProviderConfig<Deferred>): Deferred[] {
  return auth?.type === 'oauth2_client_credentials' ? [url, auth.config.token_url] : [url];
}

function secretReader(provider: ProviderConfig<Deferred>, { variables, secrets }: EmulatorSources): Secret {
  return (secret) => {
    const reference = provider.secrets[secret];
    if (reference === undefined) {
      throw new Error(`provider ${provider.id} binds no secret ${secret}, which its emulator checks`);
    }
    const name = resolveDeferred(reference.name, variables);
    const value = secretValue({ ...reference, name }, secrets);
    if (value === undefined) {
      throw new Error(`secret ${secret} of provider ${provider.id} has no value: add "${name}" to the secrets file`);
    }
    return value;
  };
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
