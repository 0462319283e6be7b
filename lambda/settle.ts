import type { CourierServices } from './courier/services';
import { writeDeadLetter } from './dead-letter';
import type { Ending } from './ledger/messages';
import type { Message } from './message';
import { policyOf } from './outcome/outcome';
import type { Delivered, Verdict } from './verdict';

/** How soon a message comes again whose dead letter could not be written, in milliseconds. */
const UNKEPT_MS = 5_000;

/**
 * Brings a message's end to where it belongs, in this order: the dead letters, the ledger, the log. So nothing that is given up is
 * told to be failed before somebody can find it.
 *
 * @throws if the dead letter cannot be written: the message must come again
 */
export async function settle(
  services: CourierServices,
  message: Message,
  body: string,
  { verdict, session, segments }: Delivered,
): Promise<void> {
  const { log, now } = services.delivery;
  const write = async (ending: Ending): Promise<void> => {
    try {
      if ((await session?.settle(ending)) === false)
        log.warning('its lease ended before its outcome was written', message.id);
    } catch (error) {
      log.ledgerDown(message, 'its outcome is not written', error);
    }
  };
  if (verdict.next === 'end') {
    try {
      await keepFailed(services, { ...message, expiresAt: session?.expiresAt ?? message.expiresAt }, body, verdict);
    } catch (error) {
      await write({ ...verdict, state: 'queued', heldUntil: now() + UNKEPT_MS, isGivenUp: true });
      throw error;
    }
    await write({ ...verdict, ...(segments === undefined ? {} : { segments }) });
  } else if (verdict.next === 'retry') {
    await write({ ...verdict, state: 'queued', heldUntil: now() + verdict.delaySeconds * 1000 });
  }
  log.message(message, verdict, segments);
}

/** Keeps what is given up and what somebody might mend. */
async function keepFailed(
  services: CourierServices,
  { id, origin, enteredAt, expiresAt }: Message,
  body: string,
  verdict: Extract<Verdict, { next: 'end' }>,
): Promise<void> {
  if (verdict.state !== 'failed') return;
  const { outcome, code, detail } = verdict;
  const { onAmbiguous } = services.delivery.config.delivery;
  if (outcome !== undefined && policyOf(outcome, onAmbiguous).recipientsFault) return;
  await writeDeadLetter(services.queues, services.deadLetterQueueUrl, {
    body,
    messageId: id,
    origin,
    enteredAt,
    reason: detail ?? outcome ?? 'failed',
    ...(outcome && { outcome }),
    ...(code && { code }),
    expiresAt,
  });
}
