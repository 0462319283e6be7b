import { randomUUID } from 'node:crypto';
import {
  basicAuth,
  type EmulatedRequest,
  type EmulatedResponse,
  emulator,
  isGsm7,
  jsonObject,
  jsonResponse,
  type ProviderEmulator,
  Refusal,
} from '../emulator-base';

export interface PlivoEmulatorOptions {
  /** Any of them is the account's Auth Token. */
  readonly authTokens: readonly string[];
}

/** Plivo's `POST /v1/Account/{auth_id}/Message/`: https://docs.plivo.com/docs/messaging/api/message/send-a-message */
export function plivoEmulator({ authTokens }: PlivoEmulatorOptions): ProviderEmulator {
  return emulator(
    {
      id: 'plivo',
      origin: 'https://api.plivo.com',
      errors: {
        400: () => refused(400, 'invalid_parameter'),
        401: () => refused(401, 'authentication_failed'),
        403: () => refused(403, { error: 'the destination country is not enabled in Geo Permissions' }),
        404: () => refused(404, 'not found'),
        405: () => refused(405, 'method not allowed'),
        406: () => refused(406, 'not acceptable'),
        429: tooManyRequests,
        500: () => refused(500, 'server error'),
        insufficient_credit: () => refused(400, 'Insufficient Credit'),
        invalid_number: () => queued([], ['1234']),
        no_message: () => queued([]),
      },
      throttled: tooManyRequests,
    },
    (request) => sendMessage(request, authTokens),
  );
}

const MESSAGE_PATH = /^\/v1\/Account\/((?:MA|SA)[A-Z0-9]{18})\/Message\/$/;
const MAX_GSM7_LENGTH = 1600;
const MAX_UCS2_LENGTH = 737;

function sendMessage(request: EmulatedRequest, authTokens: readonly string[]): EmulatedResponse {
  // without the slash at its end it is another resource
  const authId = MESSAGE_PATH.exec(request.path.split('?', 1)[0] ?? '')?.[1];
  if (authId === undefined) throw refusal(404, 'not found');
  const [user, password] = basicAuth(request) ?? [];
  if (user !== authId || password === undefined || !authTokens.includes(password))
    throw refusal(401, 'authentication_failed');
  if (request.method !== 'POST') throw refusal(405, 'method not allowed');

  const fields = readFields(request);
  const dst = fields['dst'];
  const { text } = fields;
  if (typeof dst !== 'string' || dst === '') throw refusal(400, 'dst parameter not present');
  const src = readSender(fields);
  if (typeof text !== 'string' || text === '') throw refusal(400, 'text parameter not present');
  if (text.length > (isGsm7(text) ? MAX_GSM7_LENGTH : MAX_UCS2_LENGTH)) throw refusal(400, 'text is too long');
  checkOptions(fields);
  // the real one sends to each: a courier that asks for that has taken one recipient for several
  if (dst.includes('<')) throw refusal(400, 'dst names several numbers, and this emulator takes one');
  const digits = dst.replace(/[/\-.+()\s]/g, '');
  if (!/^[1-9]\d{6,13}$/.test(digits)) return queued([], [dst]);
  if (src === digits) throw refusal(400, 'src and dst cannot be same');
  const id = randomUUID();
  const accepted = { id, to: `+${digits}`, from: src, text };
  return { ...queued([id]), accepted };
}

function readFields(request: EmulatedRequest): Readonly<Record<string, unknown>> {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const fields = type === 'application/json' ? jsonObject(request) : undefined;
  if (fields === undefined) throw refusal(400, 'the body is no JSON object');
  return fields;
}

/** The sender as Plivo reads it, or the Powerpack. */
function readSender({ src, powerpack_uuid: powerpack }: Readonly<Record<string, unknown>>): string {
  if ((src === undefined) === (powerpack === undefined)) throw refusal(400, 'either src or powerpack_uuid is required');
  if (powerpack !== undefined) {
    if (typeof powerpack !== 'string' || !/^[0-9a-f-]{36}$/i.test(powerpack))
      throw refusal(400, 'powerpack_uuid is invalid');
    return powerpack;
  }
  const sender = typeof src === 'string' ? src.replace(/[^A-Za-z0-9]/g, '') : '';
  if (!(/^\d{3,14}$/.test(sender) || /^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/.test(sender)))
    throw refusal(400, 'src is invalid');
  return sender;
}

const ALLOWED: Readonly<Record<string, readonly unknown[]>> = {
  type: ['sms'],
  method: ['GET', 'POST'],
  log: ['true', 'false', true, false, 'content_only', 'number_only'],
  dlt_template_category: ['transactional', 'promotional', 'service_implicit', 'service_explicit'],
};

function checkOptions(fields: Readonly<Record<string, unknown>>): void {
  for (const [field, allowed] of Object.entries(ALLOWED))
    if (fields[field] !== undefined && !allowed.includes(fields[field])) throw refusal(400, `${field} is invalid`);
  const { url, message_expiry: expiry } = fields;
  if (url !== undefined && !/^https?:\/\/[^/]/.test(String(url))) throw refusal(400, 'url is invalid');
  if (expiry !== undefined && !(Number.isInteger(expiry) && Number(expiry) >= 5 && Number(expiry) <= 10_799))
    throw refusal(400, 'message_expiry is invalid');
}

function queued(uuids: readonly string[], invalid?: readonly string[]): EmulatedResponse {
  return jsonResponse(202, {
    api_id: randomUUID(),
    message: 'message(s) queued',
    message_uuid: uuids,
    ...(invalid === undefined ? {} : { invalid_number: invalid }),
  });
}

function tooManyRequests(): EmulatedResponse {
  return refused(429, 'rate_limit_exceeded');
}

function refused(status: number, error: string | object): EmulatedResponse {
  return jsonResponse(status, { api_id: randomUUID(), error });
}

function refusal(status: number, error: string): Refusal {
  return new Refusal(refused(status, error));
}
