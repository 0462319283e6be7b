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
import { ORIGIN } from './provider';

export interface WhatsappEmulatorOptions {
  /** Any of them is a system user's that may send. */
  readonly accessTokens: readonly string[];
}

/**
 * `POST /{version}/{phone-number-id}/messages` of the Cloud API, with a template of the category authentication:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages. Every template there is, in every language.
 */
export function whatsappEmulator({ accessTokens }: WhatsappEmulatorOptions): ProviderEmulator {
  return emulator({ id: 'whatsapp', origin: ORIGIN, errors: ERRORS, throttled: () => failure(130429) }, (request) =>
    sendMessage(request, accessTokens),
  );
}

/** HTTP status and title by code: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
const FAILURES: Readonly<Record<number, readonly [status: number, title: string]>> = {
  0: [401, 'AuthException'],
  1: [400, 'API Unknown'],
  2: [503, 'API Service'],
  3: [500, 'API Method'],
  4: [400, 'API Too Many Calls'],
  10: [403, 'Permission Denied'],
  33: [400, 'Parameter value is not valid'],
  100: [400, 'Invalid parameter'],
  104: [400, 'An access token is required to request this resource.'],
  190: [401, 'Invalid OAuth access token'],
  200: [403, 'API Permission'],
  299: [403, 'API Permission'],
  368: [403, 'Temporarily blocked for policies violations'],
  80007: [400, 'Rate limit issues'],
  130429: [429, 'Rate limit hit'],
  130472: [400, "User's number is part of an experiment"],
  130497: [403, 'Business account is restricted from messaging users in this country'],
  131000: [500, 'Something went wrong'],
  131005: [403, 'Access denied'],
  131008: [400, 'Required parameter is missing'],
  131009: [400, 'Parameter value is not valid'],
  131016: [500, 'Service unavailable'],
  131021: [400, 'Recipient cannot be sender'],
  131026: [400, 'Message undeliverable'],
  131030: [400, 'Recipient phone number not in allowed list'],
  131031: [403, 'Account has been locked'],
  131037: [400, 'Display name approval needed'],
  131042: [400, 'Business eligibility payment issue'],
  131045: [500, 'Incorrect certificate'],
  131047: [400, 'Re-engagement message'],
  131048: [400, 'Spam rate limit hit'],
  131049: [400, 'Meta chose not to deliver'],
  131050: [400, 'User has stopped marketing messages'],
  131051: [400, 'Unsupported message type'],
  131056: [400, '(Business Account, Consumer Account) pair rate limit hit'],
  131057: [500, 'Account in maintenance mode'],
  132000: [400, 'Template param count mismatch'],
  132001: [404, 'Template does not exist'],
  132005: [400, 'Template hydrated text too long'],
  132007: [400, 'Template format character policy violated'],
  132012: [400, 'Template parameter format mismatch'],
  132015: [400, 'Template is paused'],
  132016: [400, 'Template is disabled'],
  133010: [400, 'Phone number not registered'],
  133016: [400, 'Account register deregister rate limit exceeded'],
};

/** Those that come with HTTP 200 tell what becomes of a message that was taken. */
const STATUSES = ['held_for_quality_assessment', 'paused'];

const ERRORS: Readonly<Record<string, () => EmulatedResponse>> = {
  ...Object.fromEntries(Object.keys(FAILURES).map((code) => [code, () => failure(Number(code))])),
  ...Object.fromEntries(STATUSES.map((status) => [status, () => taken('+15551234567', messageId(), status)])),
};

const MESSAGES_PATH = /^\/v\d+\.\d+\/([^/]+)\/messages$/;
const PHONE_NUMBER = /^\+?[1-9]\d{6,14}$/;
const MAX_CODE_LENGTH = 15;
const MAX_CALLBACK_DATA = 512;
/** Authentication templates take no emoji and no URL. */
const UNFIT_CODE = /\p{Extended_Pictographic}|:\/\//u;

type Fields = Readonly<Record<string, unknown>>;

function sendMessage(request: EmulatedRequest, accessTokens: readonly string[]): EmulatedResponse {
  const path = request.path.split('?', 1)[0] ?? '';
  const sender = MESSAGES_PATH.exec(path)?.[1];
  const token = authorization(request, 'Bearer');
  if (token === undefined) throw new Refusal(failure(104));
  if (!accessTokens.includes(token)) throw new Refusal(failure(190));
  if (sender === undefined || !/^\d+$/.test(sender) || request.method !== 'POST')
    throw new Refusal(failure(100, `Unsupported ${request.method.toLowerCase()} request`, 33));
  // what is not JSON has no parameter for Graph
  const message = (mediaType(request) === 'application/json' ? jsonObject(request) : undefined) ?? {};
  checkEnvelope(message);
  const { name, language, code } = readTemplate(readObject(message, 'template'));
  const to = message['to'] as string;
  const id = messageId();
  return {
    ...taken(to, id, 'accepted'),
    accepted: {
      id,
      to: `+${to.replace('+', '')}`,
      from: sender,
      text: `${code} is your verification code. [${name}, ${language}]`,
    },
  };
}

function checkEnvelope(message: Fields): void {
  onlyFields(message, [
    'biz_opaque_callback_data',
    'messaging_product',
    'recipient_type',
    'template',
    'text',
    'to',
    'type',
  ]);
  const { messaging_product: product, recipient_type: recipientType = 'individual', to, type = 'text' } = message;
  if (product !== 'whatsapp') throw new Refusal(failure(100, 'The parameter messaging_product is required.'));
  if (to === undefined) throw new Refusal(failure(100, 'The parameter to is required.'));
  if (recipientType !== 'individual') throw new Refusal(failure(131009, 'recipient_type'));
  if (typeof to !== 'string' || !PHONE_NUMBER.test(to)) throw new Refusal(failure(131009, 'to'));
  // nobody has written to this business: only a template may be sent
  if (type === 'text') throw new Refusal(failure(131047));
  if (type !== 'template') throw new Refusal(failure(131051));
  const { biz_opaque_callback_data: data = '' } = message;
  if (typeof data !== 'string' || data.length > MAX_CALLBACK_DATA)
    throw new Refusal(failure(131009, 'biz_opaque_callback_data'));
}

function readTemplate(template: Fields): { readonly name: string; readonly language: string; readonly code: string } {
  onlyFields(template, ['components', 'language', 'name']);
  const language = readObject(template, 'language');
  onlyFields(language, ['code', 'policy']);
  const components = template['components'];
  if (!Array.isArray(components)) throw new Refusal(failure(132000, 'body: localizable_params'));
  const [shown, copied] = (['body', 'button'] as const).map((type) => readCode(components, type));
  // WhatsApp would show one and copy the other
  if (shown !== copied) throw new Refusal(failure(132012, 'button'));
  if (components.length !== 2) throw new Refusal(failure(132000, 'components'));
  return { name: readText(template, 'name'), language: readText(language, 'code'), code: shown as string };
}

/** The one parameter of a component. */
function readCode(components: readonly unknown[], type: 'body' | 'button'): string {
  const component = components.find((each) => asObject(each)?.['type'] === type) as Fields | undefined;
  if (component === undefined) throw new Refusal(failure(type === 'body' ? 132000 : 131008, type));
  onlyFields(component, type === 'body' ? ['parameters', 'type'] : ['index', 'parameters', 'sub_type', 'type']);
  if (type === 'button' && (component['sub_type'] !== 'url' || String(component['index']) !== '0'))
    throw new Refusal(failure(131008, 'button'));
  const parameters = component['parameters'];
  if (!Array.isArray(parameters) || parameters.length !== 1) throw new Refusal(failure(132000, type));
  const parameter = asObject(parameters[0]) ?? {};
  onlyFields(parameter, ['text', 'type']);
  if (parameter['type'] !== 'text') throw new Refusal(failure(132012, type));
  const code = readText(parameter, 'text');
  if (code.length > MAX_CODE_LENGTH || UNFIT_CODE.test(code)) throw new Refusal(failure(132012, type));
  return code;
}

function readObject(fields: Fields, name: string): Fields {
  const value = asObject(fields[name]);
  if (value === undefined) throw new Refusal(failure(131008, name));
  return value;
}

function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new Refusal(failure(131008, name));
  return value;
}

function onlyFields(fields: Fields, names: readonly string[]): void {
  const unknown = Object.keys(fields).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Refusal(failure(100, `Unexpected key "${unknown}"`));
}

function asObject(value: unknown): Fields | undefined {
  return isObject(value) ? value : undefined;
}

function messageId(): string {
  return `wamid.${randomBytes(24).toString('base64')}`;
}

function taken(to: string, id: string, status: string): EmulatedResponse {
  return jsonResponse(200, {
    messaging_product: 'whatsapp',
    contacts: [{ input: to, wa_id: to.replace('+', '') }],
    messages: [{ id, message_status: status }],
  });
}

/** @param details what is wrong, or which parameter */
function failure(code: number, details?: string, subcode?: number): EmulatedResponse {
  const [status, title] = FAILURES[code] as readonly [number, string];
  return jsonResponse(status, {
    error: {
      message: `(#${code}) ${title}`,
      type: 'OAuthException',
      code,
      ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
      ...(subcode === undefined ? {} : { error_subcode: subcode }),
      fbtrace_id: randomBytes(8).toString('hex'),
    },
  });
}
