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
  /** Something about the configuration that an operator should mend, and that did not decide the outcome. */
  readonly warning?: string;
}

interface Policy {
  /** The same provider may be asked again for this message, later. */
  readonly retry: boolean;
  /** The next provider may be asked at once. */
  readonly failover: boolean;
  /** The fault is the recipient's own: nobody can mend it, so the message leaves no dead letter. */
  readonly recipientsFault?: true;
}

const POLICY: Readonly<Record<OutcomeClass, Policy>> = {
  accepted: { retry: false, failover: false },
  // another provider would meet the same recipient, and asking it would go around a fraud filter or an opt-out
  invalid_recipient: { retry: false, failover: false, recipientsFault: true },
  opted_out: { retry: false, failover: false, recipientsFault: true },
  blocked: { retry: false, failover: false, recipientsFault: true },
  unsupported_destination: { retry: false, failover: true },
  bad_sender: { retry: false, failover: true },
  unauthorized: { retry: true, failover: true },
  out_of_credit: { retry: false, failover: true },
  throttled: { retry: true, failover: true },
  unavailable: { retry: true, failover: true },
  // the phone may already have rung: asking again, later and of the same provider, is the one risk taken
  ambiguous: { retry: true, failover: false },
  bad_request: { retry: false, failover: true },
  // no provider can send what there is no text of
  unrenderable: { retry: false, failover: false },
  cancelled: { retry: false, failover: false },
};

export function policyOf(outcome: OutcomeClass): Policy {
  return POLICY[outcome];
}
