import { randomBytes } from 'node:crypto';
import { isObject } from '../../../lambda/is-object';
import {
  authorization,
  type EmulatedRequest,
  type EmulatedResponse,
  emulator,
  jsonObject,
  jsonResponse,
  mediaType,
  type ProviderEmulator,
  Refusal,
} from '../emulator-base';
import { DELIVERY_REPORTS, MAX_CALLBACK_URL } from './provider';

export interface SinchEmulatorOptions {
  /** Of one of Sinch's regions. */
  readonly origin: string;
  /** Any of them is the service plan's. */
  readonly apiTokens: readonly string[];
}

/** Sinch's `POST /xms/v1/{service_plan_id}/batches`: https://developers.sinch.com/docs/sms/api-reference/sms/tag/Batches/ */
export function sinchEmulator({ origin, apiTokens }: SinchEmulatorOptions): ProviderEmulator {
  return emulator(
    { id: 'sinch', origin, errors: ERRORS, throttled: () => empty(429) },
    (request: EmulatedRequest): EmulatedResponse => sendBatch(request, apiTokens),
  );
}

const BATCHES_PATH = /^\/xms\/v1\/[A-Za-z0-9_-]+\/batches$/;
const MSISDN = /^(\+|00)?[1-9]\d{6,14}$/;
const GROUP_ID = /^[0-9A-Za-z]{16,}$/;
const SHORT_CODE = /^\d{3,8}$/;
const ALPHANUMERIC_SENDER = /^(?=.{1,11}$)(?=.*[A-Za-z])[A-Za-z0-9 +&_-]+$/;
const MAX_RECIPIENTS = 1000;
/** The specification's; newer documentation allows 2,000. */
const MAX_BODY_LENGTH = 1600;
const MAX_REFERENCE_LENGTH = 128;
const MAX_LIFE_MS = 3 * 24 * 60 * 60_000;
/** Longest name and value of a parameter. */
const MAX_KEY_LENGTH = 16;
const MAX_VALUE_LENGTH = 160;
const PARAMETER = /\$\{([A-Za-z0-9._-]+)\}/g;

const FIELDS = [
  'body',
  'callback_url',
  'client_reference',
  'delivery_report',
  'expire_at',
  'feedback_enabled',
  'flash_message',
  'from',
  'from_npi',
  'from_ton',
  'max_number_of_message_parts',
  'parameters',
  'send_at',
  'to',
  'truncate_concat',
  'type',
];

/** https://developers.sinch.com/docs/sms/api-reference/status-codes/ */
const ERRORS: Readonly<Record<string, () => EmulatedResponse>> = {
  syntax_invalid_json: () => failure(400, 'syntax_invalid_json', 'The JSON cannot be read.'),
  syntax_invalid_parameter_format: () => invalidFormat('to[0]', '+1', 'MSISDN or group ID').response,
  syntax_constraint_violation: () => violation('body', 'is missing').response,
  unknown_group: () => failure(403, 'unknown_group', 'Unknown group.'),
  unknown_campaign: () => failure(403, 'unknown_campaign', 'The campaign does not match the originator.'),
  missing_callback_url: () =>
    failure(403, 'missing_callback_url', 'Requesting delivery report without any callback URL.'),
  illegal_number_type: () => failure(403, 'illegal_number_type', 'The number type is not allowed.'),
  blocked_account: () => failure(403, 'blocked_account', 'The account is blocked.'),
  ...Object.fromEntries([401, 404, 405, 415, 429, 500, 503].map((status) => [String(status), () => empty(status)])),
};

type Batch = Readonly<Record<string, unknown>>;

function sendBatch(request: EmulatedRequest, apiTokens: readonly string[]): EmulatedResponse {
  if (!BATCHES_PATH.test(request.path.split('?', 1)[0] ?? '')) throw new Refusal(empty(404));
  const token = authorization(request, 'Bearer');
  if (token === undefined || !apiTokens.includes(token)) throw new Refusal(empty(401));
  if (request.method !== 'POST') throw new Refusal(empty(405));
  if (mediaType(request) !== 'application/json') throw new Refusal(empty(415));
  const batch = jsonObject(request);
  if (batch === undefined) throw new Refusal((ERRORS['syntax_invalid_json'] as () => EmulatedResponse)());
  checkFields(batch);
  const recipients = readRecipients(batch['to']);
  checkText(batch);
  checkSender(batch['from']);
  checkReports(batch);
  checkTimes(batch);
  return created(batch, recipients, readParameters(batch['parameters']));
}

function checkFields(batch: Batch): void {
  const unknown = Object.keys(batch).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined)
    throw new Refusal(failure(400, 'syntax_invalid_json', `The field '${unknown}' is not known.`));
  for (const name of ['feedback_enabled', 'flash_message', 'truncate_concat'])
    if (batch[name] !== undefined && typeof batch[name] !== 'boolean')
      throw invalidFormat(name, batch[name], 'boolean');
}

function readRecipients(to: unknown): string[] {
  if (!Array.isArray(to) || to.length === 0 || to.length > MAX_RECIPIENTS)
    throw violation('to', `must have 1 to ${MAX_RECIPIENTS} elements`);
  return to.map((recipient: unknown, index) => {
    if (typeof recipient === 'string' && MSISDN.test(recipient)) return recipient.replace(/^(\+|00)/, '');
    if (typeof recipient === 'string' && GROUP_ID.test(recipient))
      throw new Refusal((ERRORS['unknown_group'] as () => EmulatedResponse)());
    throw invalidFormat(`to[${index}]`, recipient, 'MSISDN or group ID');
  });
}

function checkText({ body, type = 'mt_text', client_reference: reference }: Batch): void {
  if (type !== 'mt_text') throw invalidFormat('type', type, 'type of text messages');
  if (typeof body !== 'string') throw violation('body', 'is missing');
  if (body.length > MAX_BODY_LENGTH) throw violation('body', `has more than ${MAX_BODY_LENGTH} characters`);
  if (reference !== undefined && !(typeof reference === 'string' && reference.length <= MAX_REFERENCE_LENGTH))
    throw violation('client_reference', `has more than ${MAX_REFERENCE_LENGTH} characters`);
}

/** A service plan may have a default originator: what comes without a sender is taken. */
function checkSender(from: unknown): void {
  if (from === undefined) return;
  const known =
    typeof from === 'string' && (MSISDN.test(from) || SHORT_CODE.test(from) || ALPHANUMERIC_SENDER.test(from));
  if (!known) throw invalidFormat('from', from, 'originator');
}

function checkReports({ delivery_report: report = 'none', callback_url: url }: Batch): void {
  if (!(DELIVERY_REPORTS as readonly unknown[]).includes(report))
    throw invalidFormat('delivery_report', report, 'delivery report type');
  if (url === undefined) return;
  if (typeof url !== 'string' || !URL.canParse(url)) throw invalidFormat('callback_url', url, 'URL');
  if (url.length > MAX_CALLBACK_URL) throw violation('callback_url', `has more than ${MAX_CALLBACK_URL} characters`);
}

function checkTimes(batch: Batch): void {
  const read = (name: string, otherwise: number): number => {
    const value = batch[name];
    if (value === undefined) return otherwise;
    const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(time)) throw invalidFormat(name, value, 'ISO-8601 date and time');
    return time;
  };
  const now = Date.now();
  const sendAt = Math.max(now, read('send_at', now));
  const expireAt = read('expire_at', sendAt + MAX_LIFE_MS);
  if (expireAt <= sendAt) throw violation('expire_at', 'must be after send_at');
  if (expireAt > sendAt + MAX_LIFE_MS) throw violation('expire_at', 'is more than 3 days after send_at');
}

type Parameters = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** https://developers.sinch.com/docs/sms/resources/message-info/message-parameterization/ */
function readParameters(parameters: unknown = {}): Parameters {
  if (!isObject(parameters)) throw invalidFormat('parameters', parameters, 'object');
  for (const [name, values] of Object.entries(parameters)) {
    if (!/^[A-Za-z0-9._-]+$/.test(name) || name.length > MAX_KEY_LENGTH)
      throw invalidFormat('parameters', name, 'parameter key');
    if (!isObject(values)) throw invalidFormat(`parameters.${name}`, values, 'object');
    for (const value of Object.values(values))
      if (typeof value !== 'string' || value.length > MAX_VALUE_LENGTH)
        throw violation(`parameters.${name}`, `needs texts of at most ${MAX_VALUE_LENGTH} characters`);
  }
  return parameters as Parameters;
}

function created(batch: Batch, recipients: readonly string[], parameters: Parameters): EmulatedResponse {
  const id = `01${randomBytes(12).toString('hex').toUpperCase()}`;
  const [to = ''] = recipients;
  const from = typeof batch['from'] === 'string' ? batch['from'] : '';
  const text = substituted(batch['body'] as string, to, parameters);
  const now = new Date().toISOString();
  const response = jsonResponse(201, {
    type: 'mt_text',
    delivery_report: 'none',
    flash_message: false,
    ...batch,
    id,
    to: recipients,
    canceled: false,
    created_at: now,
    modified_at: now,
  });
  // Sinch takes a text with a parameter that has no value, and tells in a report (405) that it did not send it
  return text === undefined ? response : { ...response, accepted: { id, to: `+${to}`, from, text } };
}

/** What the phone shows. Absent: a parameter has no value. */
function substituted(body: string, to: string, parameters: Parameters): string | undefined {
  let isWhole = true;
  const text = body.replace(PARAMETER, (_, name: string) => {
    const values = parameters[name] ?? {};
    const value = values[`+${to}`] ?? values[to] ?? values['default'];
    isWhole &&= value !== undefined;
    return value ?? '';
  });
  return isWhole ? text : undefined;
}

function invalidFormat(parameter: string, value: unknown, kind: string): Refusal {
  return new Refusal(
    failure(
      400,
      'syntax_invalid_parameter_format',
      `The format of parameter '${parameter}' is invalid; value '${value}' is not a valid ${kind}.`,
    ),
  );
}

function violation(parameter: string, problem: string): Refusal {
  return new Refusal(failure(400, 'syntax_constraint_violation', `The parameter '${parameter}' ${problem}.`));
}

function failure(status: number, code: string, text: string): EmulatedResponse {
  return jsonResponse(status, { code, text });
}

function empty(status: number): EmulatedResponse {
  return { status, headers: {}, body: '' };
}
