import type { Delivery, Receive } from './delivery';
import type { Obstacle, Session } from './ledger/ledger';
import type { Message } from './message';
import { maxReceives } from './receives';
import type { Delivered, Verdict } from './verdict';

/** How long a message waits at a time while the ledger is down, in seconds. */
const LEAST_WAIT_SECONDS = 5;
const MOST_WAIT_SECONDS = 15;

/**
 * Claims a message, or tells why it may not be worked on now.
 *
 * @param provider to be recorded as asked
 */
export async function claim(
  message: Message,
  receive: Receive,
  provider: string | undefined,
  delivery: Delivery,
): Promise<Delivered | { readonly session: Session }> {
  try {
    const opening = await delivery.ledger.open(message, receive.deadline, provider);
    return 'session' in opening ? opening : { verdict: verdictOn(opening) };
  } catch (error) {
    const verdict = waitForLedger(message, receive, 0, error, delivery);
    return verdict === undefined ? { session: unclaimed(message, receive, delivery) } : { verdict };
  }
}

/** What becomes of a message that may not be worked on. */
export function verdictOn(obstacle: Obstacle): Verdict {
  if ('duplicate' in obstacle) return { next: 'duplicate', row: obstacle.duplicate };
  const { heldUntil, attempts } = obstacle.held;
  return { next: 'wait', until: heldUntil, attempts };
}

/**
 * While the ledger is down a message waits for half of its life. Then it is sent unclaimed: a code that may come twice beats one that
 * comes too late. The queue gives it out a limited number of times: the last of them that are to be spent on waiting are made to last,
 * each for half of what the next ones leave.
 *
 * @param attempts requests begun in this invocation and before, as far as is known
 * @param error what the ledger's call ended with
 * @returns undefined if it is to be sent now
 */
export function waitForLedger(
  message: Message,
  { receives }: Receive,
  attempts: number,
  error: unknown,
  { config, log, now, random }: Delivery,
): Extract<Verdict, { next: 'retry' }> | undefined {
  const { enteredAt, expiresAt } = message;
  const secondsLeft = Math.ceil((enteredAt + (expiresAt - enteredAt) / 2 - now()) / 1000);
  const sendNow = secondsLeft <= 0;
  log.ledgerDown(message, sendNow ? 'sent unclaimed' : 'put back', error);
  if (sendNow) return undefined;
  const wait = LEAST_WAIT_SECONDS + Math.round(random() * (MOST_WAIT_SECONDS - LEAST_WAIT_SECONDS));
  const { maxAttempts } = config.delivery;
  const receivesLeft = Math.max(0, maxReceives(maxAttempts) - maxAttempts - receives);
  const delaySeconds = Math.min(Math.max(wait, Math.ceil(secondsLeft / 2 ** receivesLeft)), secondsLeft);
  return { next: 'retry', delaySeconds, attempts, detail: 'the ledger cannot be reached' };
}

/** Nobody knows how many of the receives were attempts; each of the providers may be asked once in any case. */
function unclaimed({ expiresAt }: Message, { receives }: Receive, { config, providers }: Delivery): Session {
  const attempts = Math.min(receives, Math.max(1, config.delivery.maxAttempts - providers.length + 1));
  return { attempts, expiresAt, count: async () => undefined, begin: async () => true, settle: async () => true };
}
