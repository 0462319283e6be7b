import type { State } from './contract';
import { errorName } from './error-name';
import { embeddedMetrics, lineWriter, type MetricSet, type WriteLine } from './log-line';
import type { Message } from './message';
import type { Outcome } from './outcome/outcome';
import { maskRecipient } from './phone';
import type { TemplateFailure } from './template/templates';
import type { Verdict } from './verdict';

export interface AttemptEntry {
  readonly message: Message;
  readonly attempt: number;
  readonly provider: string;
  readonly outcome: Outcome;
  readonly durationMs: number;
}

/** One JSON object a line; metrics are embedded: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export interface Log {
  /** One request to one provider. */
  attempt(entry: AttemptEntry): void;
  /** A template that gave no text, so that the body was used or the message given up. */
  templateFailed(message: Message, failure: TemplateFailure, bodyUsed: boolean): void;
  /** What became of a message in this invocation. @param segments of the text that went to the providers, if it did */
  message(message: Message, verdict: Verdict, segments?: number): void;
  /** A message that no front door takes. */
  refused(messageId: string, detail: string): void;
  /** The ledger cannot be reached, what is done about it, and what its call ended with. */
  ledgerDown(message: Message, consequence: string, error: unknown): void;
  /** A message that is over a limit; unless limits are only recorded, it ends by that. */
  overLimit(message: Message, limit: string, enforced: boolean): void;
  /** A provider's breaker has opened or closed, or stays open. */
  breaker(provider: string, state: 'open' | 'closed'): void;
  /** Dead letters that were redacted; whether there was time for all of them. */
  redacted(letters: number, complete: boolean): void;
  /** Something that an operator should know and that ends no message. */
  warning(detail: string, messageId?: string): void;
}

const MESSAGES: MetricSet = { units: { messages: 'Count' }, by: [['state']] };
/** From a message's entry, by whichever front door, until a provider has accepted it. */
const DELIVERY: MetricSet = { units: { delivery_ms: 'Milliseconds' }, by: [[]] };
/** Not by country, of which there may be two hundred: the lines have it. */
const SEGMENTS: MetricSet = { units: { segments: 'Count' }, by: [[]] };
const REDACTED: MetricSet = { units: { redacted: 'Count' }, by: [[]] };
const WARNINGS: MetricSet = { units: { warnings: 'Count' }, by: [[]] };

/** @param courier its physical name: by it metrics of several couriers in one account are told apart */
export function createLog(courier: string, configHash: string, write: WriteLine, now: () => number): Log {
  const line = lineWriter(courier, configHash, write, now);
  const metrics = (...sets: MetricSet[]) => embeddedMetrics(now(), sets);
  const ended = (message: Message, state: State, segments: number | undefined) => {
    if (state !== 'sent') return { messages: 1, ...metrics(MESSAGES) };
    return {
      messages: 1,
      // the clock that told its entry may be ahead of this one
      delivery_ms: Math.max(0, now() - message.enteredAt),
      ...(segments === undefined ? {} : { segments }),
      ...metrics(MESSAGES, DELIVERY, ...(segments === undefined ? [] : [SEGMENTS])),
    };
  };

  return {
    attempt({ message, attempt, provider, outcome, durationMs }) {
      line(outcome.outcome === 'accepted' && outcome.warning === undefined ? 'info' : 'warn', {
        event: 'attempt',
        ...identify(message),
        attempt,
        provider,
        ...shown(outcome),
        duration_ms: durationMs,
        attempts: 1,
        ...(outcome.warning === undefined ? {} : { warnings: 1 }),
        ...metrics(
          // by outcome alone as well: an alarm must not have to list the providers
          { units: { attempts: 'Count' }, by: [['provider', 'outcome'], ['outcome']] },
          { units: { duration_ms: 'Milliseconds' }, by: [['provider']] },
          ...(outcome.warning === undefined ? [] : [WARNINGS]),
        ),
      });
    },
    templateFailed(message, { locale, kind, line: row, column, detail }, bodyUsed) {
      line(bodyUsed ? 'warn' : 'error', {
        event: 'template',
        ...identify(message),
        outcome: 'unrenderable',
        code: `template_${kind}`,
        ...(locale === undefined ? {} : { locale }),
        ...(row === undefined ? {} : { line: row }),
        ...(column === undefined ? {} : { column }),
        detail,
        body_used: bodyUsed,
        template_failures: 1,
        ...metrics({ units: { template_failures: 'Count' }, by: [[]] }),
      });
    },
    message(message, verdict, segments) {
      if (verdict.next === 'wait') {
        line('info', {
          event: 'message',
          ...identify(message),
          state: 'queued',
          attempts: verdict.attempts,
          held: true,
        });
        return;
      }
      if (verdict.next === 'duplicate') {
        const { state, attempts, provider } = verdict.row;
        line('info', {
          event: 'message',
          ...identify(message),
          state,
          attempts,
          ...(provider === undefined ? {} : { provider }),
          duplicate: true,
          duplicates: 1,
          ...metrics({ units: { duplicates: 'Count' }, by: [[]] }),
        });
        return;
      }
      const state = verdict.next === 'end' ? verdict.state : 'queued';
      line(state === 'sent' || state === 'queued' ? 'info' : state === 'failed' ? 'error' : 'warn', {
        event: 'message',
        ...identify(message),
        state,
        attempts: verdict.attempts,
        ...(verdict.provider === undefined ? {} : { provider: verdict.provider }),
        ...shown(verdict),
        ...(verdict.next === 'retry' && { retry_in_seconds: verdict.delaySeconds }),
        ...(verdict.next === 'end' && ended(message, verdict.state, segments)),
      });
    },
    refused(messageId, detail) {
      line('error', {
        event: 'message',
        message_id: messageId,
        state: 'failed',
        code: 'invalid_message',
        detail,
        messages: 1,
        ...metrics(MESSAGES),
      });
    },
    ledgerDown(message, consequence, error) {
      line('error', {
        event: 'ledger',
        ...identify(message),
        detail: `the ledger cannot be reached: ${consequence}`,
        reason: errorName(error),
        ledger_failures: 1,
        ...metrics({ units: { ledger_failures: 'Count' }, by: [[]] }),
      });
    },
    overLimit(message, limit, enforced) {
      line('warn', {
        event: 'limit',
        ...identify(message),
        limit,
        enforced,
        over_limit: 1,
        ...metrics({ units: { over_limit: 'Count' }, by: [['limit'], []] }),
      });
    },
    breaker(provider, state) {
      line(state === 'open' ? 'error' : 'info', {
        event: 'breaker',
        provider,
        state,
        breaker_open: state === 'open' ? 1 : 0,
        ...metrics({ units: { breaker_open: 'Count' }, by: [['provider'], []] }),
      });
    },
    redacted(letters, complete) {
      line(complete ? 'info' : 'warn', {
        event: 'redaction',
        redacted: letters,
        complete,
        // a metric is paid for by the hours in which it is written, and this is said every hour
        ...(letters === 0 ? {} : metrics(REDACTED)),
      });
    },
    warning(detail, messageId) {
      line('warn', {
        event: 'warning',
        ...(messageId === undefined ? {} : { message_id: messageId }),
        detail,
        warnings: 1,
        ...metrics(WARNINGS),
      });
    },
  };
}

function identify(message: Message): Record<string, unknown> {
  return { message_id: message.id, template_type: message.templateType, recipient: maskRecipient(message.recipient) };
}

function shown({ outcome, code, detail, messageId, warning }: Partial<Outcome>): Record<string, unknown> {
  return {
    ...(outcome && { outcome }),
    ...(code && { code }),
    ...(detail && { detail }),
    ...(messageId && { provider_message_id: messageId }),
    ...(warning && { warning }),
  };
}
