import { waitForLedger } from '../claim';
import type { Delivery, Receive } from '../delivery';
import type { Session } from '../ledger/ledger';
import type { Message } from '../message';
import type { Delivered } from '../verdict';

/**
 * Counts a claimed message against the limits.
 *
 * @returns what becomes of it if no provider may be asked
 */
export async function overLimit(
  message: Message,
  receive: Receive,
  session: Session,
  delivery: Delivery,
): Promise<Delivered | undefined> {
  // the claim has counted a request that is not made
  const attempts = session.attempts - 1;
  try {
    const limit = await session.count();
    if (limit === undefined) return undefined;
    const isEnforced = delivery.config.limits?.mode === 'enforce';
    delivery.log.overLimit(message, limit, isEnforced);
    if (!isEnforced) return undefined;
    return {
      session,
      verdict: { next: 'end', state: 'limited', attempts, code: limit, detail: `it is over the limit ${limit}` },
    };
  } catch (error) {
    const verdict = waitForLedger(message, receive, attempts, error, delivery);
    // what is known of requests before stays as it is
    const isNew = session.unfinished === undefined && session.spent === undefined;
    return verdict && { verdict, ...(isNew ? { session } : {}) };
  }
}
