import { embeddedMetrics, type Line } from '../log-line';
import type { Message } from '../message';
import { maskRecipient } from '../phone';

/** What one request came to. Nothing of its text is in it. */
export interface IngressEntry {
  /** Absent: no source's path. */
  readonly source?: string;
  readonly status: number;
  readonly durationMs: number;
  /** Why it was not taken. */
  readonly code?: string;
  /** For faults of ours. */
  readonly problem?: string;
  /** Why there was nothing to send. */
  readonly cancelled?: boolean;
  readonly message?: Message;
  readonly messageId?: string;
}

export type WriteIngressEntry = (entry: IngressEntry) => void;

/** One line a request, with the number of requests by source and status and how long they took embedded as metrics. */
export function ingressLog(line: Line, now: () => number): WriteIngressEntry {
  return ({ source = 'none', status, durationMs, code, problem, cancelled, message, messageId }) =>
    line(status < 400 ? 'info' : status < 500 ? 'warn' : 'error', {
      event: 'ingress',
      source,
      status: String(status),
      ...(message && messageId && { message_id: messageId }),
      ...(message && { template_type: message.templateType, recipient: maskRecipient(message.recipient) }),
      ...(message && { state: 'queued' }),
      ...(cancelled && { state: 'cancelled' }),
      ...(code && { code }),
      ...(problem && { detail: problem }),
      duration_ms: durationMs,
      requests: 1,
      ...embeddedMetrics(now(), [
        { units: { requests: 'Count' }, by: [['source', 'status']] },
        { units: { duration_ms: 'Milliseconds' }, by: [['source']] },
      ]),
    });
}
