import type { ProviderDefinition } from './provider-definition';
import { type HttpProviderProps, httpProvider } from './providers/http/provider';
import type { ProviderKind } from './providers/kind';
import * as registry from './providers/registry';

/** A service that sends SMS, as one of the factories of {@link SmsProvider} declares it. */
export interface SmsProvider {
  /** Unique in a courier. */
  readonly id: string;
  /** What the courier bakes into its configuration. @internal */
  readonly definition: ProviderDefinition;
}

type Kinds = typeof registry;
type PropsOf<K> = K extends ProviderKind<infer Props> ? Props : never;

/** One factory for each service that we know, by its name in the registry. */
type Factories = { readonly [Name in keyof Kinds]: (props: PropsOf<Kinds[Name]>) => SmsProvider };

interface HttpFactory {
  /** Any HTTP service, in the words of Ory's `request_config`. */
  http(props: HttpProviderProps): SmsProvider;
}

/**
 * The services that SMS can be sent by.
 *
 * @example SmsProvider.twilio({ accountSid: 'AC…', authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'), messagingServiceSid: 'MG…' })
 */
export const SmsProvider: Factories & HttpFactory = {
  ...(Object.fromEntries(
    Object.entries(registry as Readonly<Record<string, ProviderKind<never>>>).map(([name, kind]) => [
      name,
      (props: never) => declared(kind.define(props)),
    ]),
  ) as Factories),
  http: (props) => declared(httpProvider(props)),
};

function declared(definition: ProviderDefinition): SmsProvider {
  return { id: definition.id, definition };
}
