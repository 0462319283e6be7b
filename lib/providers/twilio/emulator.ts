import { randomBytes } from 'node:crypto';
import {
  basicAuth,
  type EmulatedRequest,
  type EmulatedResponse,
  type ProviderEmulator,
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
  return {
    id: 'twilio',
    origin: 'https://api.twilio.com',
    handle: (request) => {
      try {
        return createMessage(request, options.authTokens);
      } catch (error) {
        if (error instanceof TwilioError) return error.toResponse();
        throw error;
      }
    },
  };
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

const MAGIC_SENDERS: Readonly<Record<string, () => TwilioError>> = {
  '+15005550001': () => invalidSender('+15005550001'),
  '+15005550007': () =>
    new TwilioError(400, 21606, "The 'From' phone number provided is not a valid message-capable Twilio phone number"),
  '+15005550008': () => new TwilioError(429, 21611, 'SMS queue is full.'),
};

const MAGIC_RECIPIENTS: Readonly<Record<string, () => TwilioError>> = {
  '+15005550001': () => invalidRecipient('+15005550001'),
  '+15005550002': () => new TwilioError(400, 21612, "The 'To' phone number is not currently reachable via SMS"),
  '+15005550003': () =>
    new TwilioError(
      400,
      21408,
      "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
    ),
  '+15005550004': () => new TwilioError(400, 21610, 'Attempt to send to unsubscribed recipient'),
  '+15005550009': () => new TwilioError(400, 21614, "'To' number is not a valid mobile number"),
};

function createMessage(request: EmulatedRequest, authTokens: readonly string[]): EmulatedResponse {
  const path = request.path.split('?', 1)[0] ?? '';
  const accountSid = MESSAGES_PATH.exec(path)?.[1];
  if (accountSid === undefined) throw new TwilioError(404, 20404, `The requested resource ${path} was not found`);
  authenticate(request, accountSid, authTokens);
  if (request.method !== 'POST') throw new TwilioError(405, 20004, 'Method not allowed');

  const fields = readForm(request);
  const to = fields.get('To') ?? '';
  const from = fields.get('From') ?? '';
  const service = fields.get('MessagingServiceSid') ?? '';
  const text = fields.get('Body') ?? '';
  if (to === '') throw new TwilioError(400, 21604, "A 'To' phone number is required.");
  if (from === '' && service === '') throw new TwilioError(400, 21603, "A 'From' phone number is required.");
  if (text === '') throw new TwilioError(400, 21602, 'Message body is required.');
  if (text.length > MAX_BODY_LENGTH) {
    throw new TwilioError(400, 21617, `The concatenated message body exceeds the ${MAX_BODY_LENGTH} character limit.`);
  }
  checkSender(from, service);
  checkRecipient(to, from);
  checkOptions(fields);
  return created({ accountSid, to, from, service, text });
}

function authenticate(request: EmulatedRequest, accountSid: string, authTokens: readonly string[]): void {
  const [user, password] = basicAuth(request) ?? [];
  const known = user !== undefined && (user === accountSid || API_KEY.test(user));
  if (!known || password === undefined || !authTokens.includes(password))
    throw new TwilioError(401, 20003, 'Authenticate');
}

/** Twilio reads forms only. A body of another type has no field for it, so that the first required one is missing. */
function readForm(request: EmulatedRequest): URLSearchParams {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  return new URLSearchParams(type === 'application/x-www-form-urlencoded' ? request.body : '');
}

function checkSender(from: string, service: string): void {
  if (service !== '' && !MESSAGING_SERVICE.test(service)) {
    throw new TwilioError(404, 21701, `The Messaging Service resource ${service} does not exist`);
  }
  if (from === '') return;
  const magic = MAGIC_SENDERS[from];
  if (magic) throw magic();
  if (!E164.test(from) && !SHORT_CODE.test(from) && !ALPHANUMERIC_SENDER.test(from)) throw invalidSender(from);
}

function checkRecipient(to: string, from: string): void {
  const magic = MAGIC_RECIPIENTS[to];
  if (magic) throw magic();
  if (!E164.test(to) || to === from) throw invalidRecipient(to);
}

function checkOptions(fields: URLSearchParams): void {
  const callback = fields.get('StatusCallback');
  if (callback !== null && !/^https?:\/\/[^/]/.test(callback)) {
    throw new TwilioError(400, 21609, `The StatusCallback URL ${callback} is not a valid URL.`);
  }
  const validity = fields.get('ValidityPeriod');
  if (
    validity !== null &&
    !(/^\d{1,5}$/.test(validity) && Number(validity) >= 1 && Number(validity) <= MAX_VALIDITY_SECONDS)
  ) {
    throw new TwilioError(400, 20001, `ValidityPeriod ${validity} is not between 1 and ${MAX_VALIDITY_SECONDS}`);
  }
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
    status: 201,
    headers: JSON_TYPE,
    body: JSON.stringify(body),
    accepted: { id: sid, to, from: from === '' ? service : from, text },
  };
}

const JSON_TYPE = { 'content-type': 'application/json;charset=utf-8' };

/** One of Twilio's errors: https://www.twilio.com/docs/api/errors */
class TwilioError extends Error {
  constructor(
    private readonly status: number,
    private readonly code: number,
    message: string,
  ) {
    super(message);
  }

  toResponse(): EmulatedResponse {
    return {
      status: this.status,
      headers: this.status === 401 ? { ...JSON_TYPE, 'www-authenticate': 'Basic realm="Twilio API"' } : JSON_TYPE,
      body: JSON.stringify({
        code: this.code,
        message: this.message,
        more_info: `https://www.twilio.com/docs/errors/${this.code}`,
        status: this.status,
      }),
    };
  }
}

function invalidSender(from: string): TwilioError {
  return new TwilioError(400, 21212, `Invalid From Number (caller ID): ${from}`);
}

/** Twilio masks the number's end. */
function invalidRecipient(to: string): TwilioError {
  return new TwilioError(400, 21211, `Invalid 'To' Phone Number: ${to.slice(0, -4)}XXXX`);
}
