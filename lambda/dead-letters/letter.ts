import { readRequest } from '../courier/request';
import { isObject } from '../is-object';
import { ATTRIBUTE, readLife } from '../message';
import { canonicalTemplateType } from '../template-type';
import type { Received } from './letter-queue';

/** A dead letter as an operator may see it: no text, no code, and of the number its country and last two digits. */
export interface Letter {
  /** The SQS message, to put it back or take it out. */
  readonly received: Received;
  /**
   * An outcome's class; `invalid_message` for what no front door takes; `crashed` for what was received too often or whose
   * asynchronous invoke failed, which nobody could write a reason for.
   */
  readonly class: string;
  readonly code?: string;
  readonly reason?: string;
  /** The message's id: its identity together with the origin. */
  readonly id: string;
  readonly origin: string;
  /** Milliseconds since the epoch, as all times here: when its first front door took it. */
  readonly enteredAt: number;
  /** When it came here; of one that SQS moved by itself, when it was sent. */
  readonly at: number;
  readonly expiresAt?: number;
  readonly templateType?: string;
  readonly recipient?: string;
  /** Text, code and number were taken out of it. */
  readonly isRedacted: boolean;
  /** What the queue is given to try it again. Absent: there is no message in it. */
  readonly body?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** @param mask what may be shown of a recipient */
export function readLetter(received: Received, mask: (recipient: string) => string): Letter {
  const { attributes, body, sentAt, sqsId } = received;
  const parsed = parse(body);
  const isRedacted = ATTRIBUTE.redactedAt in attributes;
  const isOwn = 'reason' in attributes || parsed?.['recipient'] !== undefined;
  const failure = isOwn ? undefined : readFailureRecord(parsed);
  const message = failure === undefined ? parsed : failure.message;
  const enteredAt = timeOf(attributes[ATTRIBUTE.enteredAt]) ?? failure?.at ?? sentAt;
  const expiresAt = timeOf(attributes[ATTRIBUTE.expiresAt]) ?? statedExpiry(message, enteredAt);
  const templateType = text(message?.['template_type']);
  const recipient = text(message?.['recipient']);
  const replayable = failure === undefined ? body : message && JSON.stringify(message);
  const whole = isRedacted ? undefined : replayable;
  return {
    received,
    ...describe(attributes, failure),
    id: attributes[ATTRIBUTE.messageId] ?? text(message?.['id']) ?? failure?.requestId ?? sqsId,
    origin: attributes[ATTRIBUTE.origin] ?? (failure === undefined ? 'queue' : 'invoke'),
    enteredAt,
    at: sentAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(templateType === undefined ? {} : { templateType: canonicalTemplateType(templateType) }),
    ...(recipient === undefined ? {} : { recipient: isRedacted ? recipient : mask(recipient) }),
    isRedacted,
    ...(whole === undefined ? {} : { body: whole }),
  };
}

function describe(
  { reason, outcome, code }: Readonly<Record<string, string>>,
  failure: FailureRecord | undefined,
): Pick<Letter, 'class' | 'code' | 'reason'> {
  if (reason !== undefined)
    return { class: code === INVALID ? INVALID : (outcome ?? 'failed'), ...(code && { code }), reason };
  if (failure === undefined)
    return { class: CRASHED, reason: 'received too often: the courier crashed over it, or could not keep it' };
  const { errorType, errorMessage } = failure;
  // the text of an error that nobody foresaw may hold anything
  if (REFUSALS.has(errorType)) return { class: INVALID, code: errorType, reason: errorMessage };
  return { class: CRASHED, code: errorType, reason: 'an asynchronous invoke failed' };
}

const INVALID = 'invalid_message';
const CRASHED = 'crashed';
/** Errors of the courier's own, whose texts hold no values. */
const REFUSALS: ReadonlySet<string> = new Set(['InvalidMessage', 'InvalidRequest']);

interface FailureRecord {
  readonly requestId?: string;
  /** When Lambda gave the invocation up. */
  readonly at?: number;
  readonly errorType: string;
  readonly errorMessage: string;
  /** Absent: it was asked for something else than to send. */
  readonly message?: Fields;
}

/** What Lambda keeps of an asynchronous invoke: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function readFailureRecord(value: Fields | undefined): FailureRecord | undefined {
  const context = asObject(value?.['requestContext']);
  if (value === undefined || text(context?.['functionArn']) === undefined || !('requestPayload' in value))
    return undefined;
  const error = asObject(value['responsePayload']);
  const requestId = text(context?.['requestId']);
  const at = timeOf(text(value['timestamp']));
  const message = askedToSend(value['requestPayload']);
  return {
    errorType: text(error?.['errorType']) ?? text(context?.['condition']) ?? 'Unknown',
    errorMessage: text(error?.['errorMessage']) ?? '',
    ...(requestId === undefined ? {} : { requestId }),
    ...(at === undefined ? {} : { at }),
    ...(message === undefined ? {} : { message }),
  };
}

function askedToSend(payload: unknown): Fields | undefined {
  try {
    const request = readRequest(payload);
    return request.action === 'send' || request.action === 'enqueue' ? asObject(request.message) : undefined;
  } catch {
    return undefined;
  }
}

function statedExpiry(message: Fields | undefined, enteredAt: number): number | undefined {
  try {
    return message && readLife(message['expires_at'], { ...asObject(message['template_data']) }, enteredAt);
  } catch {
    return undefined;
  }
}

function parse(body: string): Fields | undefined {
  try {
    return asObject(JSON.parse(body));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Fields | undefined {
  return isObject(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function timeOf(value: string | undefined): number | undefined {
  const time = Date.parse(value ?? '');
  return Number.isNaN(time) ? undefined : time;
}
