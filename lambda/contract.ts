/**
 * What backends say to the courier and what it answers: types alone, which the client for backends ships as well. Times are
 * RFC 3339, in UTC.
 */

/** Where a message stands. `sent`: a provider has accepted it. */
export type State = 'queued' | 'sent' | 'failed' | 'expired' | 'limited' | 'cancelled';

/** A message as a backend hands it over. Fields beyond these go to the provider's Jsonnet as they are. */
export interface MessageInput {
  /** E.164 (`+4917667111638`), or a national number where the courier has a `defaultCountry`. */
  readonly recipient: string;
  /** The text. May be absent where the courier has one for `template_type`. */
  readonly body?: string;
  /** Ory's name for the kind of message (`login_code_valid`, `login_code`), or one of your own. */
  readonly template_type?: string;
  /** What the template reads, as Ory names it: `login_code`, `expires_in_minutes` and so on; for types of your own what you like. */
  readonly template_data?: Readonly<Record<string, unknown>>;
  /**
   * Names the message, 1 to 128 characters: the same id again, while the code lives, is the same message and sends nothing.
   * @default one that the courier makes
   */
  readonly id?: string;
  /**
   * RFC 3339. After this time no provider is asked; at the latest an hour before the queue forgets the message, by the courier's `queueDays`.
   * @default entry + `template_data.expires_in_minutes`, else the courier's `defaultTtlSeconds`
   */
  readonly expires_at?: string;
  /** BCP 47: chooses the template's language. */
  readonly locale?: string;
  /** This provider and no other. */
  readonly provider?: string;
  readonly [field: string]: unknown;
}

/** What became of a message, for whoever handed it over. */
export interface Answer {
  /** The message's id: the sender's, or a new one. */
  readonly id: string;
  /** Where it stands now. */
  readonly state: State;
  /** Whether this message had ended before. */
  readonly duplicate: boolean;
  /** Who accepted it, or was asked last. */
  readonly provider?: string;
  /** The provider's own id for it, to look it up there. */
  readonly provider_message_id?: string;
  /** What the last attempt came to: `accepted`, `throttled`, `invalid_recipient` and so on. */
  readonly outcome?: string;
  /** The provider's own code, an HTTP status, or one of ours, such as `recipient_per_hour`. */
  readonly code?: string;
  /** Why, in words; neither text nor code nor number of the message is in them. */
  readonly detail?: string;
  /** Attempts made so far. */
  readonly attempts: number;
}

/** What the ledger knows of a message. */
export interface MessageStatus extends Omit<Answer, 'duplicate'> {
  /** The front door that it came in by. */
  readonly origin?: string;
  /** As the message has it. */
  readonly template_type?: string;
  /** What carriers bill: 160 or 153 characters of GSM-7, 70 or 67 of UCS-2. */
  readonly segments?: number;
  /** A provider that was asked and has not answered; with a `retry_at` that is past, its courier crashed. */
  readonly asking?: string;
  /** When the courier claimed it first. */
  readonly created_at: string;
  /** When anything became of it last. */
  readonly updated_at: string;
  /** After this time no provider is asked. */
  readonly expires_at: string;
  /** For `queued`: not before this time is it tried again. */
  readonly retry_at?: string;
}

/** What is known of the messages that a query names. */
export interface StatusAnswer {
  /** The newest first. By id there may be several: front doors count for themselves. */
  readonly messages: readonly MessageStatus[];
  /** Why there are none. */
  readonly detail?: string;
}

/** By id, wherever it came in or by one front door; or by recipient. */
export type StatusQuery =
  | {
      readonly id: string;
      /** A front door: `invoke`, `queue`, `ory` and so on. @default all of them */
      readonly origin?: string;
    }
  | {
      /** The recipient, as in a message. */
      readonly to: string;
      /** How far back: `90s`, `15m`, `1h`, `7d`; or RFC 3339. @default 24h */
      readonly since?: string;
      /** 1 to 100. @default 20 */
      readonly limit?: number;
    };

/** What the first attempt at a message would be, with secrets shown as `{$NAME}`; or why there would be none. */
export type PreviewAnswer =
  | ({ readonly would_send: true } & Preview)
  | {
      readonly would_send: false;
      readonly state: Exclude<State, 'queued' | 'sent'>;
      readonly code?: string;
      readonly detail: string;
    };

/** A message that would be sent, and the request for it. */
export interface Preview {
  readonly recipient: string;
  readonly body: string;
  readonly encoding: string;
  readonly segments: number;
  readonly provider: string;
  readonly request: PreviewedRequest | PreviewedCall;
}

/** A request by HTTP, as it would be on the wire but for secrets. */
export interface PreviewedRequest {
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null: it has none. */
  readonly body: string | null;
}

/** A call of AWS's SDK. */
export interface PreviewedCall {
  readonly service: string;
  /** Null: the courier's own. */
  readonly region: string | null;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What was removed of a phone number. */
export interface ForgetAnswer {
  /** Messages whose record no longer leads to a recipient. */
  readonly forgotten: number;
  /** Messages that are not through: their records are kept until they are. */
  readonly under_way: number;
}

/** A secret that the courier or its ingress reads, never its value. */
export interface SecretStatus {
  /** Whose it is: a provider's id; of the ingress a source's, or `ingress` for the keys of all that sign nothing. */
  readonly provider: string;
  /** As the provider's configuration has it: `{$NAME}`. Of the ingress: `API_KEY`, `BASIC_AUTH_PASSWORD`, `SECRET`, `SIGNING_KEY`, or `PREVIOUS_` and one of these. */
  readonly name: string;
  /** Parameter Store, or Secrets Manager. */
  readonly source: 'ssm' | 'secretsmanager';
  /** Name or ARN of the parameter; ARN of the secret. */
  readonly parameter: string;
  /** Secrets Manager: the field of a JSON object. */
  readonly field?: string;
  /** Whether the function can read a value. */
  readonly readable: boolean;
}

/** The secrets that a function reads. */
export interface SecretsAnswer {
  /** In the order of the configuration. */
  readonly secrets: readonly SecretStatus[];
}

/** What was done about dead letters that have expired. */
export interface RedactAnswer {
  /** Dead letters that text, code and number were taken out of. */
  readonly redacted: number;
  /** False: there was no time for all of them, and the next time goes on. */
  readonly complete: boolean;
}

/** What an invoke may ask for. A message by itself is `send`. */
export type InvokeRequest =
  | MessageInput
  | { readonly action: 'send'; readonly message: MessageInput }
  | { readonly action: 'enqueue'; readonly message: MessageInput }
  | ({ readonly action: 'status' } & StatusQuery)
  | { readonly action: 'preview'; readonly message: MessageInput; readonly provider?: string }
  /** Removes what the ledger has of a phone number. */
  | { readonly action: 'forget'; readonly to: string }
  /** Tells which secrets the courier reads. */
  | { readonly action: 'secrets' }
  /** Takes text, code and number out of dead letters that have expired, as the courier does by itself every hour. */
  | { readonly action: 'redact' };
