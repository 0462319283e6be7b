/** What one attempt came to. The classes and what follows from each are a contract: see the README, "Outcomes". */
export type OutcomeClass =
  | 'accepted'
  | 'unauthorized'
  | 'out_of_credit'
  | 'throttled'
  | 'unavailable'
  | 'ambiguous'
  | 'bad_request'
  | 'cancelled';

export interface Outcome {
  readonly outcome: OutcomeClass;
  /** The provider's own code, or the HTTP status. */
  readonly code?: string;
  /** Why, for the operator; never holds a secret, a phone number or a code. */
  readonly detail?: string;
  /** Seconds that the provider asks to wait. */
  readonly retryAfterSeconds?: number;
}

interface Policy {
  /** The same provider may be asked again for this message, later. */
  readonly retry: boolean;
  /** The next provider may be asked at once. */
  readonly failover: boolean;
}

const POLICY: Readonly<Record<OutcomeClass, Policy>> = {
  accepted: { retry: false, failover: false },
  unauthorized: { retry: true, failover: true },
  out_of_credit: { retry: false, failover: true },
  throttled: { retry: true, failover: true },
  unavailable: { retry: true, failover: true },
  // the phone may already have rung: asking again, later and of the same provider, is the one risk taken
  ambiguous: { retry: true, failover: false },
  bad_request: { retry: false, failover: true },
  cancelled: { retry: false, failover: false },
};

export function policyOf(outcome: OutcomeClass): Policy {
  return POLICY[outcome];
}
