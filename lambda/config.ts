/**
 * courier.json: what `lib` bakes into the function's zip at synth and `lambda` reads at run time.
 *
 * Plain JSON. It holds no secret's value, only references; a Terraform token cannot live in it, so a value that is known
 * only at deploy travels in an environment variable and is referenced here (see {@link Deferred}). The file is a
 * `CourierConfig<Deferred>`; once its references are resolved it is a `CourierConfig`.
 */

import type { ResponseRule } from './outcome/outcome';

/** Version of this schema. A function reads only files of its own version: both travel in one zip. */
export const CONFIG_VERSION = 1;

/** The file's name inside the zip. */
export const CONFIG_FILE = 'courier.json';

/** A string that is known at synth, or one that Terraform fills in at deploy, through an environment variable. */
export type Deferred = string | { readonly env: string };

/** Where a secret's value is read at run time. */
export interface SecretReference<Text = string> {
  readonly source: 'ssm' | 'secretsmanager';
  /** An SSM parameter's name (`/sms/twilio/auth_token`) or ARN; a Secrets Manager secret's ARN. */
  readonly name: Text;
  /** Secrets Manager: the field of a secret that is a JSON object. Absent: the whole text. */
  readonly field?: string;
}

/** Ory's auth block (https://github.com/ory/kratos/blob/master/request/auth.go), and what Jsonnet cannot do for itself. */
export type AuthConfig<Text = string> =
  | { readonly type: 'basic_auth'; readonly config: { readonly user: Text; readonly password: Text } }
  | {
      readonly type: 'api_key';
      readonly config: { readonly name: string; readonly value: Text; readonly in: 'header' | 'cookie' };
    }
  | { readonly type: 'hmac'; readonly config: HmacConfig<Text> }
  | { readonly type: 'oauth2_client_credentials'; readonly config: OAuth2Config<Text> };

/** A signature over the request, in a header. */
export interface HmacConfig<Text = string> {
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly secret: Text;
  /** The header that carries the signature. */
  readonly header: string;
  readonly encoding: 'hex' | 'base64';
  /** Stands before the signature in the header: `sha256=`. */
  readonly prefix: string;
  /** What is signed: text with `{body}`, `{method}`, `{path}` (with the query) and `{timestamp}` (seconds since the epoch). */
  readonly signed: string;
  /** A header that carries the timestamp. */
  readonly timestamp_header?: string;
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-4.4 */
export interface OAuth2Config<Text = string> {
  readonly token_url: Text;
  readonly client_id: Text;
  readonly client_secret: Text;
  readonly scope?: string;
  readonly audience?: string;
  /** How the client authenticates: HTTP Basic, or fields of the form. */
  readonly client_auth: 'basic' | 'body';
}

/** Ory's `request_config`, normalised: defaults applied, the body's source text in place of its URI. */
export interface RequestConfig<Text = string> {
  /** Absolute URL, which may hold `{$NAME}` placeholders; or Jsonnet, `function(ctx) …`, that gives one. */
  readonly url: Text;
  /** Upper-case HTTP method. */
  readonly method: string;
  readonly headers: Readonly<Record<string, Text>>;
  /** Jsonnet source: `function(ctx) …`. Absent: the request has no body. */
  readonly body?: string;
  /** What a result of the form `{ body: "<text>" }` means: the object (`literal`), or the text, as the snippets on Ory's page intend. Absent: `unwrap`. */
  readonly envelope?: 'unwrap' | 'literal';
  readonly auth?: AuthConfig<Text>;
}

/** What a provider brings a message by. */
export type Channel = 'sms' | 'whatsapp';

interface AnyProviderConfig<Text> {
  /** Unique in the courier. */
  readonly id: string;
  readonly channel: Channel;
  /** Absent: judged by HTTP status. */
  readonly response?: ResponseRule;
  /** Secrets by the name that `{$NAME}` placeholders of this provider use. */
  readonly secrets: Readonly<Record<string, SecretReference<Text>>>;
  /** It can only bring codes: messages whose data holds none go past it. Absent: it brings any text. */
  readonly needsCode?: true;
}

/** A provider with an HTTP API. */
export interface HttpProviderConfig<Text = string> extends AnyProviderConfig<Text> {
  readonly request: RequestConfig<Text>;
  /** Hosts that its requests may go to, with the port where it is not the scheme's own. Absent: the host of `request.url`. */
  readonly allowedHosts?: readonly Text[];
  /** Requests may go over plain http, to private addresses of `privateHosts` only. Absent: https only. */
  readonly allowPlainHttp?: boolean;
  /** Fields of which the request's body must have one, and what to say where it has none; tried at synth. */
  readonly needsOneOf?: { readonly fields: readonly string[]; readonly remedy: string };
}

/** AWS's services that send SMS, by their names in endpoints and IAM actions: SNS and End User Messaging. */
export type AwsSmsService = 'sns' | 'sms-voice';

/** A call of AWS's SDK. */
export interface AwsCallConfig<Text = string> {
  readonly service: AwsSmsService;
  /** Absent: the function's own. */
  readonly region?: Text;
  /** Jsonnet source: `function(ctx) …` gives the input of the service's command. */
  readonly input: string;
}

/** A provider that is a service of AWS: called with the function's own role. */
export interface AwsProviderConfig<Text = string> extends AnyProviderConfig<Text> {
  readonly call: AwsCallConfig<Text>;
}

/** One provider. */
export type ProviderConfig<Text = string> = HttpProviderConfig<Text> | AwsProviderConfig<Text>;

export function isAwsProvider<Text>(provider: ProviderConfig<Text>): provider is AwsProviderConfig<Text> {
  return 'call' in provider;
}

/** One sender that the ingress takes messages from. Secrets are in order of preference, so that two are good while one is rotated. */
export type SourceConfig =
  /** Ory's courier, or anybody who posts the message as it is. */
  | { readonly id: string; readonly type: 'ory' }
  /** Any webhook. */
  | {
      readonly id: string;
      readonly type: 'generic';
      /** Jsonnet `function(req) …` that gives a message. */
      readonly map: string;
      /** A body to try `map` on at synth. */
      readonly sample?: unknown;
    }
  | {
      readonly id: string;
      readonly type: 'supabase';
      readonly secrets: readonly SecretReference<Deferred>[];
      readonly codeLifeSeconds: number;
    }
  | { readonly id: string; readonly type: 'zitadel'; readonly keys: readonly SecretReference<Deferred>[] }
  /** Its codes come encrypted: see `cognitoKeys`. */
  | { readonly id: string; readonly type: 'cognito' };

/** What the ingress function reads; its references are resolved by that function alone, which has its own environment. */
export interface IngressConfig {
  readonly sources: readonly SourceConfig[];
  /** API keys of the sources that sign nothing. */
  readonly apiKeys: readonly SecretReference<Deferred>[];
  readonly basicAuth?: { readonly user: string; readonly passwords: readonly SecretReference<Deferred>[] };
}

/** The Go templates of one template type by locale (BCP 47, lower case); `default` for one that is for every locale. */
export type LocalizedTemplates = Readonly<Record<string, string>>;

export interface DeliveryConfig {
  /** Attempts for one message before it goes to the dead letters; 1 to 100. */
  readonly maxAttempts: number;
  /** What to do when nobody knows whether a provider took the message. */
  readonly onAmbiguous: 'retry' | 'failover' | 'drop';
  /** Life of a message that states none, in seconds. */
  readonly defaultTtlSeconds: number;
  /** Days that the queue keeps a message. */
  readonly queueDays: number;
  /** Days that the ledger keeps a message once it has expired. */
  readonly ledgerDays: number;
}

/** How many messages may be sent in a clock hour (UTC), and segments in a day: what is over a limit ends as `limited`. */
export interface LimitsConfig {
  /** `record`: what is over a limit is told, and sent all the same. */
  readonly mode: 'enforce' | 'record';
  /** To one number. */
  readonly recipientPerHour: number;
  /** To the numbers that differ in their last four digits only. */
  readonly prefixPerHour: number;
  /** From one client address; an IPv6 address counts with its /64. */
  readonly clientIpPerHour: number;
  readonly countryPerHour: number;
  readonly segmentsPerDay: number;
  /** Front doors whose header `True-Client-Ip` tells the client: Ory's. What others send is not believed. */
  readonly clientIpOrigins: readonly string[];
  /** Environments that work on the queue at a time: how finely what is left of a limit is shared out. */
  readonly environments: number;
}

/** Which providers bring messages to which countries. */
export interface RouteConfig {
  /** ISO 3166-1 alpha-2 codes, or `*` for all. */
  readonly countries: readonly string[];
  /** Ids in order of preference, or each with its share of the messages. */
  readonly providers: readonly string[] | Readonly<Record<string, number>>;
}

export interface CourierConfig<Text = string> {
  readonly version: typeof CONFIG_VERSION;
  /** Physical name of the courier, unique in account and region: every log line has it, and every metric is counted by it. */
  readonly courier: string;
  /** ISO 3166-1 alpha-2 codes of the countries that may be sent to, or `*` for all. */
  readonly allowedCountries: readonly string[];
  /** ISO 3166-1 alpha-2: how a number without a country code is read. Absent: such numbers are refused. */
  readonly defaultCountry?: string;
  /** In order of preference. */
  readonly providers: readonly ProviderConfig<Text>[];
  /** The first that names the recipient's country counts. Absent, or none: all providers, in their order. */
  readonly routes?: readonly RouteConfig[];
  readonly delivery: DeliveryConfig;
  /** Absent: none. */
  readonly limits?: LimitsConfig;
  /** To whom anything is sent: nobody, or `allowedRecipients`. All others' messages are built and end as `cancelled`. Absent: to all. */
  readonly mode?: 'allowlist' | 'log';
  /** E.164. Absent: none. */
  readonly allowedRecipients?: readonly string[];
  /** By template type, Ory's by their long names. Absent: none. */
  readonly templates?: Readonly<Record<string, LocalizedTemplates>>;
  /** Which of the two gives the text where a message has a body and its type a template. Absent: `courier`, the template. */
  readonly templatePrecedence?: 'courier' | 'body';
  /** BCP 47: the language of messages that tell none. Absent: English where there is a template in it. */
  readonly locale?: string;
  /** The website that codes are for, where Ory's data does not tell it (`request_url_domain`). */
  readonly webOtpDomain?: Text;
  /** Host names whose private addresses may be dialled. Absent: none. */
  readonly privateHosts?: readonly Text[];
  /** The front door over HTTP, and for triggers. Absent: there is none. */
  readonly ingress?: IngressConfig;
  /** The courier leaves dead letters that have expired as they are. Absent: it redacts them. */
  readonly redactExpired?: false;
  /** ARNs of the KMS keys that Cognito encrypts codes with. Absent: none come from there. */
  readonly cognitoKeys?: readonly Text[];
}

/** Environment variables that `lib` sets and `lambda` reads. */
export const ENV = {
  /** URL of the courier's queue: where invoke hands over what must be tried again. */
  queueUrl: 'SMS_COURIER_QUEUE_URL',
  /** URL of the dead-letter queue. */
  deadLetterQueueUrl: 'SMS_COURIER_DEAD_LETTER_QUEUE_URL',
  /** Name of the ledger's table. */
  ledgerTable: 'SMS_COURIER_LEDGER_TABLE',
  /**
   * Local use: a JSON object from a provider's origin to the one that is dialled instead, such as
   * `{"https://api.twilio.com":"http://127.0.0.1:4010"}`. Never set in AWS.
   */
  endpointUrls: 'SMS_COURIER_ENDPOINT_URLS',
} as const;
