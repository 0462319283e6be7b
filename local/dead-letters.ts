import { fromQueueText } from './queue-text';
import type { QueueAddress } from './stack';

/** A message in the dead-letter queue. */
export interface DeadLetter {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface InspectedMessage {
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, { readonly StringValue?: string }>>;
}

/** Looks into the queue without receiving, so that nothing is counted or hidden. */
export async function readDeadLetters(endpoint: string, queue: QueueAddress | undefined): Promise<DeadLetter[]> {
  if (queue === undefined) return [];
  const response = await fetch(`${endpoint}/_fauxqs/queues/${queue.name}`);
  const { messages } = (await response.json()) as {
    messages: { ready: InspectedMessage[]; inflight: { message: InspectedMessage }[] };
  };
  return [...messages.ready, ...messages.inflight.map(({ message }) => message)].map((message) => ({
    body: fromQueueText(message.body),
    attributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, { StringValue }]) => [name, StringValue ?? '']),
    ),
  }));
}
