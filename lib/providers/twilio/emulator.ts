import { randomBytes } from 'node:crypto';
import {
  basicAuth,
  type EmulatedRequest,
  type EmulatedResponse,
  emulator,
  jsonResponse,
  mediaType,
  type ProviderEmulator,
  Refusal,
  segmentsOf,
} from '../emulator-base';

export interface TwilioEmulatorOptions {
  /** Any of them is the account's auth token, or the secret of one of its API keys. */
  readonly authTokens: readonly string[];
}

/**
 * Twilio's `POST /2010-04-01/Accounts/{Sid}/Messages.json`: https://www.twilio.com/docs/messaging/api/message-resource.
 * Twilio's magic numbers (https://www.twilio.com/docs/iam/test-credentials) call forth its errors.
 */
export function twilioEmulator(options: TwilioEmulatorOptions): ProviderEmulator {
  return emulator(
    {
      id: 'twilio',
      origin: 'https://api.twilio.com',
      errors: {
        ...mapEntries(REFUSALS, (code, [status, message]) => refused(status, Number(code), message)),
        ...mapEntries(FAILURES, (code, message) => failed('failed', Number(code), message)),
        failed: () => failed('failed', null, null),
        undelivered: () => failed('undelivered', null, null),
        canceled: () => failed('canceled', null, null),
      },
      throttled: () => refused(429, 20429, 'Too Many Requests'),
    },
    (request) => createMessage(request, options.authTokens),
  );
}

const MESSAGES_PATH = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Messages\.json$/;
const API_KEY = /^SK[0-9a-fA-F]{32}$/;
const E164 = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;
/** At most eleven characters, one of them a letter. */
const ALPHANUMERIC_SENDER = /^(?=.{1,11}$)(?=.*[A-Za-z])[A-Za-z0-9 +&_-]+$/;
const MESSAGING_SERVICE = /^MG[0-9a-fA-F]{32}$/;
const MAX_BODY_LENGTH = 1600;
const MAX_VALIDITY_SECONDS = 36_000;

/** What it answers instead of creating a message, by code: https://www.twilio.com/docs/api/errors */
const REFUSALS: Readonly<Record<number, readonly [status: number, message: string]>> = {
  14107: [429, 'Message rate limit exceeded'],
  20003: [401, 'Authenticate'],
  20005: [403, 'Account not active'],
  20006: [403, 'Access denied'],
  20404: [404, 'The requested resource was not found'],
  20429: [429, 'Too Many Requests'],
  20500: [500, 'Internal Server Error'],
  20503: [503, 'Service unavailable'],
  21211: [400, "Invalid 'To' Phone Number"],
  21212: [400, 'Invalid From Number (caller ID)'],
  21408: [400, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"],
  21601: [400, "The 'From' phone number is not SMS-capable"],
  21602: [400, 'Message body is required.'],
  21603: [400, "A 'From' phone number is required."],
  21604: [400, "A 'To' phone number is required."],
  21606: [400, "The 'From' phone number provided is not a valid message-capable Twilio phone number"],
  21608: [400, 'The number is unverified. Trial accounts cannot send messages to unverified numbers'],
  21609: [400, 'The StatusCallback URL is not a valid URL.'],
  21610: [400, 'Attempt to send to unsubscribed recipient'],
  21611: [429, 'SMS queue is full.'],
  21612: [400, "The 'To' phone number is not currently reachable via SMS"],
  21614: [400, "'To' number is not a valid mobile number"],
  21617: [400, 'The concatenated message body exceeds the 1600 character limit.'],
  21620: [400, 'Invalid media URL(s)'],
  21655: [400, 'The ContentSid is invalid'],
  21656: [400, 'The ContentVariables parameter is invalid'],
  21701: [404, 'The Messaging Service resource does not exist'],
  21702: [400, 'The Messaging Service is not available'],
  21703: [400, 'The Messaging Service does not have a phone number available to send a message'],
  21704: [400, 'The Messaging Service contains no phone numbers'],
  21705: [400, 'The Messaging Service is invalid'],
  21730: [503, 'System under maintenance. Please try again later.'],
  21910: [400, "Invalid 'From' and 'To' pair: they must be of the same channel"],
  30029: [400, 'Invalid ContentRetention'],
  30030: [400, 'Invalid AddressRetention'],
  60410: [403, 'Delivery attempt blocked'],
};

/** Why a message that was created has failed, by code. Most come later, to the status callback alone. */
const FAILURES: Readonly<Record<number, string>> = {
  30001: 'Queue overflow',
  30002: 'Account suspended',
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30008: 'Unknown error',
  30017: 'Carrier network congestion',
  30018: 'Sender ID is not registered with the destination carrier',
  30022: 'Exceeded the rate of the 10DLC campaign',
  30023: 'Daily message cap reached',
  30024: 'Numeric sender is not provisioned on the carrier',
  30027: 'Daily limit of the 10DLC campaign reached',
  30032: 'Toll-free number has not been verified',
  30034: 'Message from an unregistered number',
  30035: 'Message from a number whose 10DLC campaign is being configured',
  30036: 'Validity period expired',
  30410: 'Provider timed out',
  30450: 'Message delivery blocked',
  30453: 'Message delivery blocked',
  30883: 'Campaign content violation',
  30884: 'Campaign content violation',
  63017: 'Channel rate limit reached',
  63018: 'Channel rate limit reached',
  63038: 'Daily messages limit exceeded',
};

const MAGIC_SENDERS: Readonly<Record<string, number>> = {
  '+15005550001': 21212,
  '+15005550007': 21606,
  '+15005550008': 21611,
};

const MAGIC_RECIPIENTS: Readonly<Record<string, number>> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
};

function createMessage(request: EmulatedRequest, authTokens: readonly string[]): EmulatedResponse {
  const path = request.path.split('?', 1)[0] ?? '';
  const accountSid = MESSAGES_PATH.exec(path)?.[1];
  if (accountSid === undefined) throw refusal(20404, `The requested resource ${path} was not found`);
  authenticate(request, accountSid, authTokens);
  if (request.method !== 'POST') throw new Refusal(refused(405, 20004, 'Method not allowed'));

  const fields = readForm(request);
  const to = fields.get('To') ?? '';
  const from = fields.get('From') ?? '';
  const service = fields.get('MessagingServiceSid') ?? '';
  const text = fields.get('Body') ?? '';
  if (to === '') throw refusal(21604);
  if (from === '' && service === '') throw refusal(21603);
  if (text === '') throw refusal(21602);
  if (text.length > MAX_BODY_LENGTH) throw refusal(21617);
  checkSender(from, service);
  checkRecipient(to, from);
  checkOptions(fields);
  return created({ accountSid, to, from, service, text });
}

function authenticate(request: EmulatedRequest, accountSid: string, authTokens: readonly string[]): void {
  const [user, password] = basicAuth(request) ?? [];
  const known = user !== undefined && (user === accountSid || API_KEY.test(user));
  if (!known || password === undefined || !authTokens.includes(password)) throw refusal(20003);
}

/** Twilio reads forms only. A body of another type has no field for it, so that the first required one is missing. */
function readForm(request: EmulatedRequest): URLSearchParams {
  return new URLSearchParams(mediaType(request) === 'application/x-www-form-urlencoded' ? request.body : '');
}

function checkSender(from: string, service: string): void {
  if (service !== '' && !MESSAGING_SERVICE.test(service)) throw refusal(21701);
  if (from === '') return;
  const magic = MAGIC_SENDERS[from];
  if (magic !== undefined) throw refusal(magic);
  if (!E164.test(from) && !SHORT_CODE.test(from) && !ALPHANUMERIC_SENDER.test(from)) throw refusal(21212);
}

/** Twilio masks the number's end. */
function checkRecipient(to: string, from: string): void {
  const magic = MAGIC_RECIPIENTS[to];
  if (magic !== undefined) throw refusal(magic);
  if (!E164.test(to) || to === from) throw refusal(21211, `Invalid 'To' Phone Number: ${to.slice(0, -4)}XXXX`);
}

function checkOptions(fields: URLSearchParams): void {
  const callback = fields.get('StatusCallback');
  if (callback !== null && !/^https?:\/\/[^/?#_]+([/?#]|$)/.test(callback)) throw refusal(21609);
  const validity = fields.get('ValidityPeriod');
  if (
    validity !== null &&
    !(/^\d{1,5}$/.test(validity) && Number(validity) >= 1 && Number(validity) <= MAX_VALIDITY_SECONDS)
  ) {
    throw new Refusal(refused(400, 90007, `ValidityPeriod ${validity} is not between 1 and ${MAX_VALIDITY_SECONDS}`));
  }
  if (!['retain', 'discard', null].includes(fields.get('ContentRetention'))) throw refusal(30029);
  if (!['retain', 'obfuscate', null].includes(fields.get('AddressRetention'))) throw refusal(30030);
}

interface Creation {
  readonly accountSid: string;
  readonly to: string;
  readonly from: string;
  readonly service: string;
  readonly text: string;
}

function created({ accountSid, to, from, service, text }: Creation): EmulatedResponse {
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  const now = new Date().toUTCString().replace('GMT', '+0000');
  const body = {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: text,
    date_created: now,
    date_sent: null,
    date_updated: now,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: from === '' ? null : from,
    messaging_service_sid: service === '' ? null : service,
    num_media: '0',
    // A messaging service has not chosen its sender yet, so that Twilio has not counted either.
    num_segments: service === '' ? String(segmentsOf(text)) : '0',
    price: null,
    price_unit: 'USD',
    sid,
    status: service === '' ? 'queued' : 'accepted',
    subresource_uris: { media: `${uri}/Media.json` },
    to,
    uri: `${uri}.json`,
  };
  return {
    ...jsonResponse(201, body, JSON_TYPE),
    accepted: { id: sid, to, from: from === '' ? service : from, text },
  };
}

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' };

/** A message that failed in the moment that it was created: the status is 201 all the same. */
function failed(status: string, code: number | null, message: string | null): EmulatedResponse {
  const sid = `SM${randomBytes(16).toString('hex')}`;
  return jsonResponse(201, { sid, status, error_code: code, error_message: message }, JSON_TYPE);
}

function refused(status: number, code: number, message: string): EmulatedResponse {
  return jsonResponse(
    status,
    { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    status === 401 ? { ...JSON_TYPE, 'www-authenticate': 'Basic realm="Twilio API"' } : JSON_TYPE,
  );
}

/** One of the refusals, in its own words or in others. */
function refusal(code: number, words?: string): Refusal {
  const [status, message] = REFUSALS[code] as readonly [number, string];
  return new Refusal(refused(status, code, words ?? message));
}

function mapEntries<T>(
  record: Readonly<Record<string, T>>,
  answer: (code: string, value: T) => EmulatedResponse,
): Record<string, () => EmulatedResponse> {
  return Object.fromEntries(Object.entries(record).map(([code, value]) => [code, () => answer(code, value)]));
}
