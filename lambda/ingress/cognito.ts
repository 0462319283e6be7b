import type { CustomSMSSenderTriggerEvent } from 'aws-lambda';
import { COGNITO } from '../cognito/sealed';
import { cognitoMessage } from './adapters/cognito';
import { enqueue } from './enqueue';
import { Refusal } from './refusal';
import type { IngressServices } from './services';
import { withinTime } from './within-time';

/**
 * The front door for Cognito's trigger.
 *
 * @returns the event, as Cognito wants it
 * @throws Error for what cannot be taken: Cognito tells the user's app, and invokes again where it did not answer in time
 */
export async function handleCognito(
  event: CustomSMSSenderTriggerEvent,
  services: IngressServices,
): Promise<CustomSMSSenderTriggerEvent> {
  const { log, now } = services;
  const startedAt = now();
  try {
    const { id, message } = await withinTime(enqueue(cognitoMessage(event, startedAt), COGNITO, services));
    log({ source: COGNITO, status: 200, durationMs: now() - startedAt, message, messageId: id });
    return event;
  } catch (error) {
    const { status, code } = error instanceof Refusal ? error : { status: 500, code: undefined };
    const problem = error instanceof Error ? error.message : typeof error;
    log({ source: COGNITO, status, durationMs: now() - startedAt, ...(code && { code }), problem });
    throw error;
  }
}
