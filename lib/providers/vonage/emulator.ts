import { randomBytes } from 'node:crypto';
import {
  basicAuth,
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

export interface VonageEmulatorOptions {
  /** Any of them is an account's API secret, or an API key that is kept as a secret. */
  readonly credentials: readonly string[];
}

/** Vonage's `POST /sms/json`: https://developer.vonage.com/en/api/sms#send-an-sms. HTTP 200 unless there is no such resource. */
export function vonageEmulator({ credentials }: VonageEmulatorOptions): ProviderEmulator {
  return emulator(
    {
      id: 'vonage',
      origin: 'https://rest.nexmo.com',
      errors: Object.fromEntries(Object.entries(ERRORS).map(([status, text]) => [status, () => failed(status, text)])),
      throttled: () => failed('1', 'Throttled'),
    },
    (request) => sendSms(request, credentials),
  );
}

/** https://developer.vonage.com/api-errors/sms */
const ERRORS: Readonly<Record<string, string>> = {
  1: 'Throughput Rate Exceeded - please wait [ 250 ] and retry',
  2: 'Missing to param',
  3: 'Invalid value for param',
  4: 'Bad Credentials',
  5: 'Internal Error',
  6: 'Unroutable message - rejected',
  7: 'Number barred',
  8: 'Partner account barred',
  9: 'Partner quota exceeded',
  10: 'Too many existing binds',
  11: 'Account not enabled for HTTP',
  12: 'Message too long',
  13: 'Communication failed',
  14: 'Invalid Signature',
  15: 'Illegal Sender Address - rejected',
  22: 'Invalid network code',
  23: 'Invalid callback URL',
  29: 'Non White-listed Destination - rejected',
  32: 'Signature and API secret disallowed',
  33: 'Number de-activated',
};

const API_KEY = /^[A-Za-z0-9]{8}$/;
/** The spec says digits alone, in a pattern without anchors, and Ory's page sends the plus sign: it is read over. */
const RECIPIENT = /^\+?[1-9]\d{6,14}$/;
const SENDER = /^(?:\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9]{1,11})$/;
const MAX_TEXT_LENGTH = 3200;
const MIN_TTL_MS = 20_000;
const MAX_TTL_MS = 604_800_000;
const BOOLEAN = /^(?:true|false|0|1)$/;

/** Fields that may be left out, and what makes one right; the status is 3 unless another is given. */
const OPTIONS: Readonly<Record<string, { readonly fits: (value: string) => boolean; readonly status?: string }>> = {
  type: { fits: (value) => value === 'text' || value === 'unicode' },
  ttl: { fits: (value) => /^\d{1,9}$/.test(value) && Number(value) >= MIN_TTL_MS && Number(value) <= MAX_TTL_MS },
  'client-ref': { fits: (value) => [...value].length <= 100 },
  callback: {
    fits: (value) => value.length <= 100 && /^https?:\/\/[^/]/.test(value) && URL.canParse(value),
    status: '23',
  },
  'status-report-req': { fits: (value) => BOOLEAN.test(value) },
  'trusted-number': { fits: (value) => BOOLEAN.test(value) },
  'message-class': { fits: (value) => /^[0-3]$/.test(value) },
};

type Fields = ReadonlyMap<string, string>;

function sendSms(request: EmulatedRequest, credentials: readonly string[]): EmulatedResponse {
  if (request.path.split('?', 1)[0] !== '/sms/json') throw new Refusal({ status: 404, headers: {}, body: '' });
  if (request.method !== 'POST') throw new Refusal({ status: 405, headers: { allow: 'POST' }, body: '' });
  const fields = readFields(request);
  authenticate(request, fields, credentials);
  const [to, from, text] = (['to', 'from', 'text'] as const).map((name) => required(fields, name)) as [
    string,
    string,
    string,
  ];
  if (!RECIPIENT.test(to)) throw refuse('3', 'Invalid value for param to');
  if (!SENDER.test(from)) throw refuse('15');
  if (text.length > MAX_TEXT_LENGTH) throw refuse('12');
  for (const [name, { fits, status = '3' }] of Object.entries(OPTIONS)) {
    const value = fields.get(name);
    if (value !== undefined && !fits(value))
      throw refuse(status, status === '3' ? `Invalid value for param ${name}` : undefined);
  }
  return taken({ to: to.replace('+', ''), from, text, fields });
}

/** A body of another type has no field for Vonage, so that the first required one is missing. */
function readFields(request: EmulatedRequest): Fields {
  switch (mediaType(request)) {
    case 'application/x-www-form-urlencoded':
      return new Map(new URLSearchParams(request.body));
    case 'application/json': {
      const entries = Object.entries(jsonObject(request) ?? {});
      const wrong = entries.find(([, value]) => typeof value === 'object');
      if (wrong !== undefined) throw refuse('3', `Invalid value for param ${wrong[0]}`);
      return new Map(entries.map(([name, value]) => [name, String(value)]));
    }
    default:
      return new Map();
  }
}

function authenticate(request: EmulatedRequest, fields: Fields, credentials: readonly string[]): void {
  const [key = fields.get('api_key'), secret = fields.get('api_secret')] = basicAuth(request) ?? [];
  if (fields.has('sig')) throw secret === undefined ? refuse('14') : refuse('32');
  if (key === undefined) throw refuse('2', 'Missing api_key');
  if (secret === undefined) throw refuse('2', 'Missing api_secret');
  if (!(API_KEY.test(key) || credentials.includes(key)) || !credentials.includes(secret)) throw refuse('4');
}

function required(fields: Fields, name: string): string {
  const value = fields.get(name);
  if (value === undefined || value === '') throw refuse('2', `Missing ${name} param`);
  return value;
}

interface Taken {
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly fields: Fields;
}

function taken({ to, from, text, fields }: Taken): EmulatedResponse {
  const isUnicode = fields.get('type') === 'unicode';
  // what a phone shows of characters that type=text cannot carry
  const shown = isUnicode ? text : [...text].map((character) => (isGsm7(character) ? character : '?')).join('');
  const count = isUnicode ? Math.ceil(text.length / (text.length <= 70 ? 70 : 67)) : segmentsOf(shown);
  const messages = Array.from({ length: count }, () => ({
    to,
    'message-id': randomBytes(8).toString('hex').toUpperCase(),
    status: '0',
    'remaining-balance': '15.53590000',
    'message-price': '0.03330000',
    network: '23410',
    ...(fields.has('client-ref') ? { 'client-ref': fields.get('client-ref') } : {}),
    ...(fields.has('account-ref') ? { 'account-ref': fields.get('account-ref') } : {}),
  }));
  return {
    ...jsonResponse(200, { 'message-count': String(count), messages }),
    accepted: { id: messages[0]?.['message-id'] ?? '', to, from, text: shown },
  };
}

function failed(status: string, text: string): EmulatedResponse {
  return jsonResponse(200, { 'message-count': '1', messages: [{ status, 'error-text': text }] });
}

function refuse(status: string, text = ERRORS[status] ?? ''): Refusal {
  return new Refusal(failed(status, text));
}
