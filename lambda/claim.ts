import type { Delivered, Delivery, Receive, Verdict } from './deliver';
import type { Session } from './ledger/ledger';
import type { Message } from './message';

/** How long a message waits at a time while the ledger is down, in seconds. */
const LEAST_WAIT_SECONDS = 5;
const MOST_WAIT_SECONDS = 15;

/** Claims a message, or tells why it may not be worked on now. */
export async function claim(
  message: Message,
  { receives, deadline }: Receive,
  provider: string,
  delivery: Delivery,
): Promise<Delivered | { readonly session: Session }> {
  try {
    const opening = await delivery.ledger.open(message, deadline, provider);
    if ('session' in opening) return opening;
    if ('duplicate' in opening) return { verdict: { next: 'duplicate', row: opening.duplicate } };
    const { heldUntil, attempts } = opening.held;
    return { verdict: { next: 'wait', until: heldUntil, attempts } };
  } catch {
    const verdict = waitForLedger(message, delivery);
    return verdict === undefined ? { session: unclaimed(message, receives) } : { verdict };
  }
}

/**
 * While the ledger is down a message waits for half of its life. Then it is sent unclaimed: a code that may come twice beats one that
 * comes too late.
 *
 * @returns undefined if it is to be sent now
 */
export function waitForLedger(message: Message, { log, now, random }: Delivery): Verdict | undefined {
  const { enteredAt, expiresAt } = message;
  const secondsLeft = Math.ceil((enteredAt + (expiresAt - enteredAt) / 2 - now()) / 1000);
  const sendNow = secondsLeft <= 0;
  log.ledgerDown(message, sendNow ? 'sent unclaimed' : 'put back');
  if (sendNow) return undefined;
  const wait = LEAST_WAIT_SECONDS + Math.round(random() * (MOST_WAIT_SECONDS - LEAST_WAIT_SECONDS));
  const delaySeconds = Math.min(wait, secondsLeft);
  return { next: 'retry', delaySeconds, attempts: 0, detail: 'the ledger cannot be reached' };
}

function unclaimed({ expiresAt }: Message, receives: number): Session {
  return { attempts: receives, expiresAt, begin: async () => true, settle: async () => true };
}
