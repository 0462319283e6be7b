import type { AuthConfig, AwsSmsService, Channel, HttpProviderConfig } from '../lambda/config';
import type { ResponseRule } from '../lambda/outcome/outcome';
import type { Senders } from './senders';
import type { SmsSecret } from './sms-secret';
import type { Statement } from './statement';

interface AnyDefinition {
  readonly id: string;
  readonly channel: Channel;
  /** Absent: judged by HTTP status. */
  readonly response?: ResponseRule;
  readonly secrets: Readonly<Record<string, SmsSecret>>;
  /** It can only bring codes. */
  readonly needsCode?: true;
  /** Its senders by country, to be held against `allowedCountries`. Absent: it has none that could be wrong for a country. */
  readonly senders?: Senders;
  /** The prop that holds them. Absent: `from`. */
  readonly sendersProp?: string;
  /** Something that its author should know, whatever else the courier has. */
  readonly warnings?: readonly string[];
}

/** A provider with an HTTP API: Ory's request config, with the secrets that its placeholders name. */
export interface HttpDefinition extends AnyDefinition {
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly envelope?: 'unwrap' | 'literal';
    readonly auth?: AuthConfig;
  };
  /** Hosts that requests may go to. Absent: the host of the url. */
  readonly hosts?: readonly string[];
  /** Requests may go over plain http, to private hosts. Absent: https only. */
  readonly allowPlainHttp?: boolean;
  /** Fields of which the body must have one. */
  readonly needsOneOf?: HttpProviderConfig['needsOneOf'];
}

/** A service of AWS, called with the function's role. */
export interface AwsDefinition extends AnyDefinition {
  readonly call: {
    readonly service: AwsSmsService;
    /** Absent: the function's own. */
    readonly region?: string;
    /** Jsonnet that gives the command's input. */
    readonly input: string;
  };
  /** What the function's role must be allowed. */
  statements(arns: ArnPrefixes): readonly Statement[];
}

/** Where resources of other services are. */
export interface ArnPrefixes {
  /** `arn:partition:service:region:account` in the courier's account, and its region unless another is given. */
  prefix(service: string, region?: string): string;
}

/** What every provider factory comes down to. */
export type ProviderDefinition = HttpDefinition | AwsDefinition;

export function isAwsDefinition(definition: ProviderDefinition): definition is AwsDefinition {
  return 'call' in definition;
}
