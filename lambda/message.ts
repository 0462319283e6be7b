import { isObject } from './is-object';
import { ARGUMENT_LIMIT_DEPTH, isDeeper } from './jsonnet/limits';
import { longestLifeSeconds } from './longest-life';
import { parseRecipient, type Recipient } from './phone';
import { hasText } from './template-type';

/** A message longer than this is refused: it is no SMS. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

/** Attributes of an SQS message that has been a message before: handed over by another front door, or given up and replayed. */
export const ATTRIBUTE = {
  /** The front door that it came in by first. */
  origin: 'origin',
  /** Its id, in place of the SQS message's own. */
  messageId: 'message_id',
  /** When that front door took it, RFC 3339. */
  enteredAt: 'entered_at',
  /** Its expiry, RFC 3339, which is never restarted. */
  expiresAt: 'expires_at',
  /** `default`, if its front door has fixed its expiry since the sender stated no life. */
  life: 'life',
  /** When it was taken out of the dead letters, RFC 3339. */
  replayedAt: 'replayed_at',
  /** When text, code and number were taken out of a dead letter, RFC 3339. */
  redactedAt: 'redacted_at',
} as const;

/** Where and when a message came in. */
export interface Entry {
  /** Milliseconds since the epoch at which the front door took it. */
  readonly enteredAt: number;
  /** The message's id if the sender gave none. */
  readonly fallbackId: string;
  /** The front door, which ids are told apart by: two senders may count alike. */
  readonly origin: string;
  /** Milliseconds since the epoch: the expiry that was fixed before. Absent: the message tells. */
  readonly expiresAt?: number;
  /** Milliseconds since the epoch at which the queue that it comes from took it. Absent: it comes from none. */
  readonly queuedAt?: number;
  /** Whether it was given up before. @default false */
  readonly isReplay?: boolean;
  /** What tells a message without id from others: the fallback id, or what it says to whom. @default 'id' */
  readonly identifiedBy?: 'id' | 'content';
  /** Its `expires_at` is the courier's default, and none of the sender's. @default false */
  readonly hasDefaultLife?: boolean;
}

export interface MessageDefaults {
  readonly defaultCountry?: string;
  readonly defaultTtlSeconds: number;
  /** Days that the queue keeps a message. @default - as long as it lives */
  readonly queueDays?: number;
  /** By template type: for one of these a message needs no body. */
  readonly templates?: Readonly<Record<string, unknown>>;
}

/** One SMS to one recipient, as the courier handles it. */
export interface Message {
  readonly id: string;
  /** Whether the sender gave the id. */
  readonly hasOwnId: boolean;
  /** What tells it from others: its id, or what it says to whom. */
  readonly identifiedBy: 'id' | 'content';
  /** The front door that it came in by first. */
  readonly origin: string;
  /** Milliseconds since the epoch at which that front door took it. */
  readonly enteredAt: number;
  /** Milliseconds since the epoch at which the queue that it comes from took it, if it comes from one. */
  readonly queuedAt: number | undefined;
  /** It was given up before and an operator lets it try again. */
  readonly isReplay: boolean;
  readonly recipient: Recipient;
  /** The text: as the sender rendered it, or empty, until the courier has rendered its own. */
  readonly body: string;
  readonly templateType: string;
  readonly templateData: Readonly<Record<string, unknown>>;
  /** Of the request that the user made, as Ory forwards them. */
  readonly requestHeaders: Readonly<Record<string, unknown>> | null | undefined;
  /** Milliseconds since the epoch after which no request to a provider starts. */
  readonly expiresAt: number;
  /** Whether its sender has said how long its code lives. */
  readonly hasStatedLife: boolean;
  readonly locale: string | undefined;
  /** The sender wants this provider and no other. */
  readonly provider: string | undefined;
  /** What a request config's Jsonnet sees: Ory's seven fields and whatever else the sender sent. */
  readonly ctx: Readonly<Record<string, unknown>>;
}

/** A message that no front door takes. The text names the field and never holds its value. */
export class InvalidMessage extends Error {
  override readonly name = 'InvalidMessage';
}

/** Our own fields; they are not part of Ory's ctx, which a request config's Jsonnet sees. */
const COURIER_FIELDS = ['id', 'expires_at', 'v', 'locale', 'provider'] as const;

/** Ory's fields with the value that stands in for one that another sender leaves out. */
const ORY_DEFAULTS = {
  subject: '',
  body: '',
  template_type: '',
  template_data: {},
  message_type: 'sms',
  request_headers: {},
} as const;

/** A credential that Ory Network forwards by accident of its header list; it has no business in an SMS courier. */
const DROPPED_HEADER = 'ory-base-url-rewrite-token';

/** Reads the text of an SQS message. */
export function parseMessageText(text: string, entry: Entry, defaults: MessageDefaults): Message {
  if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES) throw tooLong(Buffer.byteLength(text));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidMessage(
      `message is not JSON (${text.length} characters): send a JSON object with "recipient" and "body"`,
    );
  }
  return parseMessage(value, entry, defaults);
}

/** Checks what a front door was handed and fixes what must not change later: recipient, id and expiry. */
export function parseMessage(value: unknown, entry: Entry, defaults: MessageDefaults): Message {
  if (!isObject(value))
    throw new InvalidMessage(`message is ${describe(value)}: send a JSON object with "recipient" and "body"`);
  // a stranger's sign-up form may bring it, in a trait or a transient payload
  if (isDeeper(value, ARGUMENT_LIMIT_DEPTH))
    throw new InvalidMessage(`message nests deeper than ${ARGUMENT_LIMIT_DEPTH} levels`);
  const fields = value;
  const version = fields['v'] ?? 1;
  if (version !== 1) throw new InvalidMessage('v: this courier reads version 1 of the message schema only');
  const messageType = optionalString(fields, 'message_type') ?? 'sms';
  if (messageType !== 'sms')
    throw new InvalidMessage('message_type: only "sms" can be sent; configure Ory to hand e-mail to another channel');

  const recipient = readRecipient(fields, defaults.defaultCountry);
  const templateData = optionalObject(fields, 'template_data') ?? {};
  const headers = readHeaders(fields['request_headers']);
  const id = optionalString(fields, 'id');
  if (id !== undefined && (id.length === 0 || id.length > 128))
    throw new InvalidMessage(`id: ${id.length} characters; 1 to 128 are allowed`);

  const body = optionalString(fields, 'body') ?? '';
  const templateType = optionalString(fields, 'template_type') ?? '';
  if (body.trim() === '' && !hasText(templateType, defaults.templates)) {
    throw new InvalidMessage(
      'body: empty or missing; send the text of the SMS, or a template_type of Ory or of this courier',
    );
  }
  for (const field of ['subject', 'html_body']) optionalString(fields, field);

  const stated = readLife(fields['expires_at'], templateData, entry.enteredAt);
  return {
    id: id ?? entry.fallbackId,
    hasOwnId: id !== undefined,
    identifiedBy: id === undefined ? (entry.identifiedBy ?? 'id') : 'id',
    origin: entry.origin,
    enteredAt: entry.enteredAt,
    queuedAt: entry.queuedAt,
    isReplay: entry.isReplay ?? false,
    recipient,
    body,
    templateType,
    templateData,
    requestHeaders: headers,
    expiresAt: Math.min(
      entry.expiresAt ?? stated ?? entry.enteredAt + defaults.defaultTtlSeconds * 1000,
      latestEnd(entry, defaults),
    ),
    hasStatedLife: stated !== undefined && entry.hasDefaultLife !== true,
    locale: optionalString(fields, 'locale'),
    provider: optionalString(fields, 'provider'),
    ctx: {
      ...ORY_DEFAULTS,
      ...withoutNulls(omit(fields, COURIER_FIELDS), [
        'subject',
        'body',
        'template_type',
        'template_data',
        'message_type',
      ]),
      recipient: recipient.e164,
      ...(headers === undefined ? {} : { request_headers: headers }),
    },
  };
}

/** A JSON value in characters that SQS takes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export function sqsJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}

/**
 * The message as it goes to the queue when invoke hands it over: unchanged.
 *
 * @throws {InvalidMessage} if the queue's front door would refuse it
 */
export function toQueueMessage(value: unknown): string {
  const text = sqsJson(value);
  if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES) throw tooLong(Buffer.byteLength(text));
  return text;
}

function readRecipient(fields: Record<string, unknown>, defaultCountry: string | undefined): Recipient {
  const text = optionalString(fields, 'recipient');
  if (text === undefined)
    throw new InvalidMessage('recipient: missing; send the phone number in E.164 form, such as "+49…"');
  const recipient = parseRecipient(text, defaultCountry);
  if (recipient === undefined) {
    const country =
      text.trimStart().startsWith('+') || defaultCountry !== undefined
        ? ''
        : ', or set defaultCountry for numbers without a country code';
    throw new InvalidMessage(
      `recipient: not a phone number (${text.length} characters); send it in E.164 form, such as "+49…"${country}`,
    );
  }
  return recipient;
}

/**
 * When the sender says that the message is no longer of use, in milliseconds since the epoch.
 *
 * @throws {InvalidMessage}
 */
export function readLife(value: unknown, templateData: Record<string, unknown>, enteredAt: number): number | undefined {
  if (value !== undefined && value !== null) {
    const time = typeof value === 'string' && RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(time))
      throw new InvalidMessage('expires_at: not a time; send RFC 3339, such as "2026-01-31T12:00:00Z"');
    return time;
  }
  const minutes = templateData['expires_in_minutes'];
  if (typeof minutes !== 'number' || minutes <= 0) return undefined;
  const time = enteredAt + minutes * 60_000;
  if (time <= LATEST) return time;
  throw new InvalidMessage(
    'template_data.expires_in_minutes: it ends after the year 9999; send the minutes of its life',
  );
}

function latestEnd({ enteredAt }: Entry, { queueDays }: MessageDefaults): number {
  return queueDays === undefined ? Number.POSITIVE_INFINITY : enteredAt + longestLifeSeconds(queueDays) * 1000;
}

/** The last time that RFC 3339 can write. */
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** Ory sends an object of string arrays, `{}` or null; older releases send nothing. */
function readHeaders(value: unknown): Record<string, unknown> | null | undefined {
  if (value === undefined || value === null) return value;
  if (!isObject(value))
    throw new InvalidMessage(`request_headers: ${describe(value)}; send an object of string arrays, as Ory does`);
  return Object.fromEntries(Object.entries(value).filter(([name]) => name.toLowerCase() !== DROPPED_HEADER));
}

function optionalString(fields: Record<string, unknown>, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new InvalidMessage(`${name}: ${describe(value)} where a string is needed`);
  return value;
}

function optionalObject(fields: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw new InvalidMessage(`${name}: ${describe(value)} where an object is needed`);
  return value;
}

function omit(fields: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function withoutNulls(fields: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== null || !names.includes(name)));
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function tooLong(bytes: number): InvalidMessage {
  return new InvalidMessage(`message is ${bytes} bytes; at most ${MAX_MESSAGE_BYTES} are allowed`);
}
