import { randomUUID } from 'node:crypto';
import { parseRecipient } from '../lambda/phone';
import {
  type AcceptedMessage,
  type EmulatedRequest,
  type EmulatedResponse,
  jsonObject,
  jsonResponse,
  mediaType,
  type ProviderEmulator,
} from '../lib/providers/emulator-base';

/** HTTP statuses that it can be told to refuse with. */
const REFUSALS = ['400', '401', '402', '403', '404', '500', '503'];

/**
 * Stands in for a service that there is no emulator of: it takes whatever it is sent, and reads recipient and text out of it as well as can
 * be. A request for a token gets one.
 */
export class StandIn implements ProviderEmulator {
  readonly id: string;
  readonly errors = Object.fromEntries(
    REFUSALS.map((status) => [status, () => jsonResponse(Number(status), { error: `told to answer ${status}` })]),
  );

  constructor(readonly origin: string) {
    this.id = new URL(origin).host;
  }

  handle(request: EmulatedRequest): EmulatedResponse {
    if (isTokenRequest(request))
      return jsonResponse(200, { access_token: 'stand-in', token_type: 'Bearer', expires_in: 3600 });
    const id = randomUUID();
    const accepted = readMessage(request, id);
    return { ...jsonResponse(200, { id }), ...(accepted && { accepted }) };
  }
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2 */
function isTokenRequest({ body }: EmulatedRequest): boolean {
  return new URLSearchParams(body).get('grant_type') === 'client_credentials';
}

type Field = readonly [name: string, value: string];

/** How services call who sends, and what is said. */
const SENDER = /from|sender|source|src|originat/i;
const TEXT = /text|body|message|msg|content|sms/i;

/** @returns undefined if it names no phone number */
function readMessage(request: EmulatedRequest, id: string): AcceptedMessage | undefined {
  const fields = fieldsOf(request);
  const isSender = ([name]: Field) => SENDER.test(name);
  const [to] = fields.filter((field) => !isSender(field)).flatMap(([, value]) => numberOf(value) ?? []);
  if (to === undefined) return undefined;
  const rest = fields.filter((field) => !isSender(field) && numberOf(field[1]) === undefined);
  const texts = rest.filter(([name]) => TEXT.test(name));
  return {
    id,
    to,
    from: fields.find(isSender)?.[1] ?? '',
    text: longest((texts.length > 0 ? texts : rest).map(([, value]) => value)),
  };
}

/** What the query and a form or an object of JSON say, however deep. */
function fieldsOf(request: EmulatedRequest): Field[] {
  const [, query = ''] = request.path.split('?');
  const isForm = mediaType(request) === 'application/x-www-form-urlencoded';
  return [
    ...new URLSearchParams(query),
    ...(isForm ? [...new URLSearchParams(request.body)] : leaves('', jsonObject(request))),
  ];
}

function leaves(name: string, value: unknown): Field[] {
  if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(name, item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => leaves(key, item));
}

/** A phone number, with or without its plus. */
function numberOf(value: string): string | undefined {
  return /^\+?\d{7,15}$/.test(value) ? parseRecipient(value.replace(/^\+?/, '+'))?.e164 : undefined;
}

function longest(texts: readonly string[]): string {
  return texts.reduce((found, text) => (text.length > found.length ? text : found), '');
}
