import type { Acceptance } from './acceptance';

/** What one attempt came to. The classes and what follows from each are a contract: see the README, "What happens to a message". */
export const OUTCOME_CLASSES = [
  'accepted',
  'invalid_recipient',
  'opted_out',
  'blocked',
  'unsupported_destination',
  'bad_sender',
  'unauthorized',
  'out_of_credit',
  'throttled',
  'unavailable',
  'ambiguous',
  'bad_request',
  'unrenderable',
  'cancelled',
] as const;

export type OutcomeClass = (typeof OUTCOME_CLASSES)[number];

export interface Outcome {
  readonly outcome: OutcomeClass;
  /** The provider's own code, or the HTTP status. */
  readonly code?: string;
  /** Why, for the operator; never holds a secret, a phone number or a code. */
  readonly detail?: string;
  /** The provider's id of the message. */
  readonly messageId?: string;
  /** Seconds that the provider asks to wait. */
  readonly retryAfterSeconds?: number;
  /** Something that an operator should look at, and that did not decide the outcome: a rule that fails, a message sent in part. */
  readonly warning?: string;
}

/** What to do when nobody knows whether the provider took the message. */
export type OnAmbiguous = 'retry' | 'failover' | 'drop';

/** What follows from an outcome. */
export interface Policy {
  /** The same provider may be asked again for this message, later. */
  readonly retry: boolean;
  /** The next provider may be asked at once: any, or one of another channel. */
  readonly failover: boolean | 'channel';
  /** The provider itself may be at fault: enough of these in a row open its breaker. */
  readonly breaks: boolean;
  /** The fault is the recipient's own: nobody can mend it, so the message leaves no dead letter. */
  readonly recipientsFault?: true;
  /** The message is through. */
  readonly ends?: 'sent' | 'cancelled';
}

const STOP = { retry: false, failover: false, breaks: false } as const;
// another provider of the channel would meet the same recipient, and asking it would go around a fraud filter or an opt-out
const RECIPIENT = { retry: false, failover: 'channel', breaks: false, recipientsFault: true } as const;
const NEXT = { retry: false, failover: true, breaks: false } as const;

const POLICY: Readonly<Record<Exclude<OutcomeClass, 'ambiguous'>, Policy>> = {
  accepted: { ...STOP, ends: 'sent' },
  invalid_recipient: RECIPIENT,
  opted_out: RECIPIENT,
  blocked: RECIPIENT,
  unsupported_destination: NEXT,
  bad_sender: NEXT,
  unauthorized: { retry: true, failover: true, breaks: true },
  out_of_credit: { retry: false, failover: true, breaks: true },
  throttled: { retry: true, failover: true, breaks: false },
  unavailable: { retry: true, failover: true, breaks: true },
  bad_request: NEXT,
  // no provider can send what there is no text of
  unrenderable: STOP,
  cancelled: { ...STOP, ends: 'cancelled' },
};

/** The phone may already have rung, and rings once more for each that has sent it. Asked again is the same provider, later; or the next, at once; or nobody. */
const AMBIGUOUS: Readonly<Record<OnAmbiguous, Policy>> = {
  retry: { retry: true, failover: false, breaks: true },
  failover: { retry: false, failover: true, breaks: true },
  drop: { retry: false, failover: false, breaks: true },
};

export function policyOf(outcome: OutcomeClass, onAmbiguous: OnAmbiguous): Policy {
  return outcome === 'ambiguous' ? AMBIGUOUS[onAmbiguous] : POLICY[outcome];
}

/** Jsonnet `function(res) …`, or first of all what the provider says where it takes a message, which the Jsonnet would only say more slowly. */
export type ResponseRule = string | readonly [Acceptance, string];
