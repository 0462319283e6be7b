import type { AttemptEntry } from '../log';
import type { OutcomeClass } from '../outcome/outcome';

/** The trace that an invocation belongs to. */
export interface Trace {
  readonly traceId: string;
  readonly parentId: string;
}

/** `Root=1-…;Parent=…;Sampled=1`, in any order, and fields that are none of ours. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export function sampledTrace(header: string | undefined): Trace | undefined {
  const fields = new Map(header?.split(';').map((field) => field.split('=', 2) as [string, string]));
  const traceId = fields.get('Root');
  const parentId = fields.get('Parent');
  if (fields.get('Sampled') !== '1' || !traceId || !parentId) return undefined;
  return { traceId, parentId };
}

/**
 * What X-Ray is told of one request to a provider: who was asked, what came of it, for which message. Nothing of the message is in it.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 *
 * @param id 16 hexadecimal digits
 * @param endedAt milliseconds since the epoch
 */
export function subsegment(
  { message, attempt, provider, outcome: { outcome }, durationMs }: AttemptEntry,
  { traceId, parentId }: Trace,
  id: string,
  endedAt: number,
): object {
  return {
    name: provider,
    id,
    trace_id: traceId,
    parent_id: parentId,
    type: 'subsegment',
    namespace: 'remote',
    start_time: (endedAt - durationMs) / 1000,
    end_time: endedAt / 1000,
    annotations: { provider, outcome, attempt, message_id: message.id },
    ...verdictOf(outcome),
  };
}

/** As X-Ray tells faults apart: `error` is the caller's, `fault` the service's. */
function verdictOf(outcome: OutcomeClass): object {
  switch (outcome) {
    case 'accepted':
    case 'cancelled':
      return {};
    case 'unavailable':
    case 'ambiguous':
      return { fault: true };
    case 'throttled':
      return { error: true, throttle: true };
    default:
      return { error: true };
  }
}
