import type { AuthConfig } from '../lambda/config';
import type { SmsSecret } from './sms-secret';

/** What every provider factory comes down to: Ory's request config, with the secrets that its placeholders name. */
export interface ProviderDefinition {
  readonly id: string;
  readonly channel: 'sms';
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly envelope?: 'unwrap' | 'literal';
    readonly auth?: AuthConfig;
  };
  /** Response rule: Jsonnet. */
  readonly response?: string;
  readonly secrets: Readonly<Record<string, SmsSecret>>;
  /** Hosts that requests may go to. Absent: the host of the url. */
  readonly hosts?: readonly string[];
  /** Requests may go over plain http, to private hosts. Absent: https only. */
  readonly allowPlainHttp?: boolean;
}
