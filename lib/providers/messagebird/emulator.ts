import { randomBytes } from 'node:crypto';
import {
  authorization,
  type EmulatedRequest,
  type EmulatedResponse,
  emulator,
  isGsm7,
  jsonObject,
  jsonResponse,
  mediaType,
  type ProviderEmulator,
  Refusal,
  segmentsOf,
} from '../emulator-base';

export interface MessageBirdEmulatorOptions {
  /** Any of them is an access key. */
  readonly accessKeys: readonly string[];
}

/** MessageBird's `POST /messages`: https://developers.messagebird.com/api/sms-messaging#send-outbound-sms */
export function messagebirdEmulator({ accessKeys }: MessageBirdEmulatorOptions): ProviderEmulator {
  return emulator({ id: 'messagebird', origin: 'https://rest.messagebird.com', errors: ERRORS }, (request) =>
    createMessage(request, accessKeys),
  );
}

/** https://developers.messagebird.com/api/#api-errors, and the statuses of a message that has failed when it is answered for. */
const ERRORS: Readonly<Record<string, () => EmulatedResponse>> = {
  2: () => unauthorized(),
  9: () => failed(422, 9, 'no (correct) recipients found', 'recipients'),
  10: () => failed(422, 10, 'gateway is invalid', 'gateway'),
  20: () => failed(404, 20, 'message not found'),
  21: () => failed(400, 21, 'bad request'),
  25: () => failed(422, 25, 'not enough balance'),
  98: () => failed(404, 98, 'API not found'),
  99: () => failed(500, 99, 'internal error'),
  delivery_failed: () => created(EXAMPLE, 'delivery_failed'),
  expired: () => created(EXAMPLE, 'expired'),
};

const MSISDN = /^[1-9]\d{6,14}$/;
const ORIGINATOR = /^(?:\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 +&_-]{1,11})$/;
const MAX_RECIPIENTS = 50;
const MAX_PARTS = 9;

interface SendMessage {
  readonly originator: string;
  readonly recipients: readonly string[];
  readonly body: string;
  readonly reference: string | null;
  readonly validity: number | null;
  readonly datacoding: string;
}

const EXAMPLE: SendMessage = {
  originator: 'ACME',
  recipients: ['31612345678'],
  body: 'Your code is 428193',
  reference: null,
  validity: null,
  datacoding: 'auto',
};

/** Fields that may be left out, and what makes one right. */
const OPTIONS: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: (value) => value === 'sms' || value === 'flash',
  datacoding: (value) => value === 'plain' || value === 'unicode' || value === 'auto',
  reference: (value) => typeof value === 'string',
  validity: (value) => Number.isInteger(value) && Number(value) > 0,
  gateway: (value) => Number.isInteger(value) && Number(value) >= 0,
  mclass: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 3,
  reportUrl: (value) => typeof value === 'string' && /^https?:\/\/[^/]/.test(value) && URL.canParse(value),
};

function createMessage(request: EmulatedRequest, accessKeys: readonly string[]): EmulatedResponse {
  const key = authorization(request, 'AccessKey');
  if (key === undefined || !accessKeys.includes(key)) throw new Refusal(unauthorized());
  if (request.path.split('?', 1)[0] !== '/messages') throw new Refusal(failed(404, 98, 'API not found'));
  if (request.method !== 'POST') throw new Refusal(failed(405, 21, 'bad request'));
  const fields = mediaType(request) === 'application/json' ? jsonObject(request) : undefined;
  if (fields === undefined) throw new Refusal(failed(400, 21, 'bad request'));
  return created(readMessage(fields), 'sent');
}

function readMessage(fields: Readonly<Record<string, unknown>>): SendMessage {
  const { originator, body, reference, validity, datacoding } = fields;
  const recipients = readRecipients(fields['recipients']);
  if (originator === undefined || originator === '') throw missing('originator');
  if (!ORIGINATOR.test(String(originator))) throw invalid('originator');
  if (body === undefined || body === '') throw missing('body');
  if (typeof body !== 'string' || segmentsOf(body) > MAX_PARTS) throw invalid('body');
  for (const [name, fits] of Object.entries(OPTIONS)) {
    const value = fields[name];
    if (value !== undefined && value !== null && !fits(value)) throw invalid(name);
  }
  return {
    originator: String(originator),
    recipients,
    body,
    reference: typeof reference === 'string' ? reference : null,
    validity: typeof validity === 'number' ? validity : null,
    datacoding: typeof datacoding === 'string' ? datacoding : 'plain',
  };
}

/** A list, or the text of one with commas, which MessageBird's own Node.js client sends. */
function readRecipients(value: unknown): string[] {
  const list = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
  const recipients = list.filter((number) => MSISDN.test(number));
  if (recipients.length === 0 || recipients.length > MAX_RECIPIENTS)
    throw new Refusal(failed(422, 9, 'no (correct) recipients found', 'recipients'));
  return recipients;
}

function missing(parameter: string): Refusal {
  return new Refusal(failed(422, 9, `${parameter} is required`, parameter));
}

function invalid(parameter: string): Refusal {
  return new Refusal(failed(422, 10, `${parameter} is invalid`, parameter));
}

function unauthorized(): EmulatedResponse {
  const { body, headers } = failed(401, 2, 'Request not allowed (incorrect access_key)', 'access_key');
  return { status: 401, headers: { ...headers, 'www-authenticate': 'Basic realm="REST API authentication"' }, body };
}

function failed(status: number, code: number, description: string, parameter: string | null = null): EmulatedResponse {
  return jsonResponse(status, { errors: [{ code, description, parameter }] });
}

function created(message: SendMessage, status: 'sent' | 'delivery_failed' | 'expired'): EmulatedResponse {
  const id = randomBytes(16).toString('hex');
  const now = `${new Date().toISOString().slice(0, 19)}+00:00`;
  const { recipients, body, datacoding } = message;
  // what a phone shows of characters that plain cannot carry
  const shown =
    datacoding === 'plain' ? [...body].map((character) => (isGsm7(character) ? character : '?')).join('') : body;
  const isSent = status === 'sent';
  const response = jsonResponse(201, {
    id,
    href: `https://rest.messagebird.com/messages/${id}`,
    direction: 'mt',
    type: 'sms',
    originator: message.originator,
    body,
    reference: message.reference,
    validity: message.validity,
    gateway: 10,
    typeDetails: {},
    datacoding: datacoding === 'auto' ? (isGsm7(body) ? 'plain' : 'unicode') : datacoding,
    mclass: 1,
    scheduledDatetime: null,
    createdDatetime: now,
    recipients: {
      totalCount: recipients.length,
      totalSentCount: isSent ? recipients.length : 0,
      totalDeliveredCount: 0,
      totalDeliveryFailedCount: status === 'delivery_failed' ? recipients.length : 0,
      items: recipients.map((recipient) => ({
        recipient: Number(recipient),
        status,
        statusDatetime: now,
        messagePartCount: segmentsOf(shown),
      })),
    },
  });
  return isSent
    ? { ...response, accepted: { id, to: recipients.join(','), from: message.originator, text: shown } }
    : response;
}
