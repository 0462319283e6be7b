import type { Channel, HttpProviderConfig } from '../../lambda/config';
import type { Acceptance } from '../../lambda/outcome/acceptance';
import type { ResponseRule } from '../../lambda/outcome/outcome';
import type { ProviderDefinition } from '../provider-definition';
import type { Sender } from '../senders';
import type { ProviderEmulator } from './emulator-base';
import { hasProviderFile, readProviderFile } from './provider-file';

/** What an emulator is made from. */
export interface EmulatorSource {
  /** The origin that it stands in for, such as `https://eu.sms.api.sinch.com`. */
  readonly origin: string;
  /** The values of the secrets that the provider binds: any of them is a credential that is known. @throws Error if it binds none */
  credentials(): readonly string[];
}

/** A service that we know: what its folder has to tell to the rest of the project. */
export interface ProviderKind<Props> {
  /** Name of its folder, its default id, and its name in the command line. */
  readonly id: string;
  /** As its vendor writes it. */
  readonly title: string;
  readonly channel: Channel;
  /** The props that must be given, each a name or `one or other`. */
  readonly requiredProps: readonly string[];
  /** @throws Error that names all that is wrong with the props */
  define(props: Props): ProviderDefinition;
  /** Whether its API is there. */
  serves(origin: string): boolean;
  emulator(source: EmulatorSource): ProviderEmulator;
  /** What it lends to a request config in Ory's words whose url is its own. Absent: nothing but its response rule. */
  readonly http?: HttpSupport;
}

export interface HttpSupport {
  /**
   * The body of a request config that gives none, as on Ory's page for Plivo and Sinch.
   *
   * @throws Error that says what to add
   */
  body?(options: { readonly id: string; readonly from: Sender | undefined }): string;
  readonly needsOneOf?: HttpProviderConfig['needsOneOf'];
}

/**
 * The response rule of a provider, as it goes into courier.json: response.jsonnet, and before it accepted.json, which knows nothing but the
 * provider's plain word that it has taken the message. That is most answers, and an evaluation for each takes time.
 */
export function responseRule(id: string): ResponseRule {
  const rule = readProviderFile(id, 'response.jsonnet');
  return hasProviderFile(id, ACCEPTED_FILE)
    ? [JSON.parse(readProviderFile(id, ACCEPTED_FILE)) as Acceptance, rule]
    : rule;
}

const ACCEPTED_FILE = 'accepted.json';
