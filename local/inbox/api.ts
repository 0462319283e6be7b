/**
 * What the inbox's API says. The page reads these very types, so nothing of Node.js may be imported here.
 * Times are milliseconds since the epoch.
 */

export type MessageState = 'queued' | 'sent' | 'failed' | 'expired' | 'limited' | 'cancelled';

/** A message in one line. */
export interface MessageSummary {
  /** As in the courier's log and answers. */
  readonly id: string;
  /** E.164, or what the sender gave if that is no phone number. */
  readonly to: string;
  /** As it went to the phone, or as it would have gone; empty if it has none. */
  readonly text: string;
  /** The one-time code, out of the message's data. */
  readonly code: string | null;
  readonly template_type: string;
  readonly state: MessageState;
  /** The provider that took it, else the one that was asked last. */
  readonly provider: string | null;
  /** Of the last attempt. */
  readonly outcome: string | null;
  readonly attempts: number;
  readonly received_at: number;
  /** When a provider took it: what the phone has. */
  readonly arrived_at: number | null;
}

/** A message from the front door to its end. */
export interface Story extends MessageSummary {
  /** The front door that took it: `queue`, `invoke`, or a source of the ingress. */
  readonly door: string;
  /** As the sender gave it; text, if it is no JSON. */
  readonly message: unknown;
  readonly encoding: 'GSM-7' | 'UCS-2' | null;
  readonly segments: number | null;
  /** Where the text comes from. */
  readonly text_source: string;
  /** Why the providers are asked in this order. */
  readonly route: string;
  readonly order: readonly ProviderChoice[];
  readonly tries: readonly Attempt[];
  /** The last word of the courier about it, where it gave one. */
  readonly detail: string | null;
  readonly code_of_outcome: string | null;
  readonly expires_at: number | null;
  /** When it is to be tried again. */
  readonly retry_at: number | null;
  readonly ended_at: number | null;
  /** How often it came again after it had ended. */
  readonly duplicates: number;
  /** What the courier's log says besides. */
  readonly notes: readonly Note[];
}

export interface ProviderChoice {
  readonly id: string;
  readonly why: string;
}

export interface Note {
  readonly at: number;
  readonly text: string;
}

/** One request to one provider. */
export interface Attempt {
  readonly provider: string;
  /** Counted by the courier. Absent while it waits for an answer. */
  readonly number: number | null;
  readonly started_at: number;
  readonly duration_ms: number | null;
  /** Absent while it waits for an answer. */
  readonly outcome: string | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly provider_message_id: string | null;
  /** Absent: no request reached the provider, or a real one, where nobody listens in. */
  readonly request: ShownRequest | null;
  /** Absent: there was none (yet). */
  readonly response: ShownResponse | null;
}

/** As the provider received it, but for secrets, which are shown as `{$NAME}`. */
export interface ShownRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ShownResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is to go wrong at a provider. */
export type FaultSetting =
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'throttled'; readonly retry_after_seconds?: number }
  | { readonly kind: 'slow'; readonly delay_ms: number }
  | { readonly kind: 'lost_response' | 'cut_off' | 'down' };

export interface ProviderStatus {
  readonly id: string;
  readonly channel: string;
  readonly origin: string;
  /** Asked for real: no fault can be set. */
  readonly live: boolean;
  /** No emulator knows its service: what answers takes whatever it is sent. */
  readonly stand_in: boolean;
  readonly fault: FaultSetting | null;
  readonly error_codes: readonly string[];
  readonly breaker: 'closed' | 'open';
  /** Until then it is asked last; after that one message finds out whether it works again. */
  readonly breaker_open_until: number | null;
  readonly accepted: number;
  readonly failed: number;
}

export interface CourierStatus {
  readonly name: string;
  readonly function_name: string;
  readonly invoke_url: string;
  readonly queue_url: string;
  readonly ingress_url: string | null;
  readonly providers: readonly ProviderStatus[];
  /** A message of each template type, to begin one's own with. */
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly template_type: string;
  readonly template_data: Readonly<Record<string, unknown>>;
}

export interface MessageList {
  /** The newest first. */
  readonly messages: readonly MessageSummary[];
}

/** What `/api/events` sends, by event name. */
export interface ServerEvents {
  readonly message: MessageSummary;
  readonly providers: readonly ProviderStatus[];
}
