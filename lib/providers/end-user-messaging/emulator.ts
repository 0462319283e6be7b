import { randomUUID } from 'node:crypto';
import { signatureProblem } from '../aws-emulator';
import { regionOf } from '../aws-props';
import {
  type EmulatedRequest,
  type EmulatedResponse,
  emulator,
  jsonObject,
  mediaType,
  type ProviderEmulator,
  Refusal,
} from '../emulator-base';

const TARGET = 'PinpointSMSVoiceV2.SendTextMessage';
const JSON_TYPE = 'application/x-amz-json-1.0';
const MAX_CONTEXT_ENTRIES = 5;

/**
 * End User Messaging's `SendTextMessage`, in the protocol that its SDK speaks: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html.
 * It knows every access key, and takes every identity as one of the account's.
 */
export function endUserMessagingEmulator(origin: string): ProviderEmulator {
  const region = regionOf('sms-voice', origin);
  if (region === undefined)
    throw new Error(
      `${origin} is no origin of End User Messaging, such as https://sms-voice.eu-central-1.amazonaws.com`,
    );
  return emulator(
    {
      id: 'end-user-messaging',
      origin,
      errors: ERRORS,
      throttled: () => error(400, 'ThrottlingException', { Message: 'Rate exceeded' }),
    },
    (request) => sendTextMessage(request, region),
  );
}

function sendTextMessage(request: EmulatedRequest, region: string): EmulatedResponse {
  const isOurs = request.method === 'POST' && request.path === '/' && request.headers['x-amz-target'] === TARGET;
  if (!isOurs || mediaType(request) !== JSON_TYPE)
    throw new Refusal(error(400, 'UnknownOperationException', { Message: 'there is no such operation' }));
  const problem = signatureProblem(request, 'sms-voice', region);
  if (problem !== undefined)
    throw new Refusal(error(problem.status, jsonName(problem.code), { Message: problem.message }));
  const input = jsonObject(request);
  if (input === undefined) throw new Refusal(error(400, 'SerializationException', { Message: 'no JSON object' }));
  checkInput(input);
  return accepted(
    String(input['DestinationPhoneNumber']),
    // without an identity AWS takes one of the account's
    String(input['OriginationIdentity'] ?? 'NOTICE'),
    String(input['MessageBody']),
  );
}

/** What services that speak JSON call a problem with a signature. */
function jsonName(code: string): string {
  return code === 'SignatureDoesNotMatch' ? 'InvalidSignatureException' : `${code}Exception`;
}

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html#API_SendTextMessage_RequestSyntax */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  DestinationPhoneNumber: /^\+?[1-9]\d{1,18}$/,
  OriginationIdentity: /^[A-Za-z0-9_:/+-]{1,256}$/,
  MessageBody: /^(?!\s*$)[\s\S]{1,1600}$/,
  MessageType: /^(TRANSACTIONAL|PROMOTIONAL)$/,
  Keyword: /^[ \S]{1,30}$/,
  ConfigurationSetName: /^[A-Za-z0-9_:/-]{1,256}$/,
  MaxPrice: /^\d{0,2}\.\d{1,5}$/,
  ProtectConfigurationId: /^[A-Za-z0-9_:/-]{1,256}$/,
};

const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ...Object.fromEntries(
    Object.entries(PATTERNS).map(([name, pattern]) => [
      name,
      (value: unknown) => typeof value === 'string' && pattern.test(value),
    ]),
  ),
  TimeToLive: (value) => Number.isInteger(value) && Number(value) >= 5 && Number(value) <= 259_200,
  Context: (value) =>
    isMap(value, /^\S{1,100}$/, /^(?!\s)[\s\S]{1,800}(?<!\s)$/) &&
    Object.keys(Object(value)).length <= MAX_CONTEXT_ENTRIES,
  DestinationCountryParameters: (value) => isMap(value, /^(IN_TEMPLATE_ID|IN_ENTITY_ID)$/, /^\S{1,64}$/),
};

function isMap(value: unknown, key: RegExp, text: RegExp): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([name, item]) => key.test(name) && typeof item === 'string' && text.test(item))
  );
}

function checkInput(input: Readonly<Record<string, unknown>>): void {
  for (const name of ['DestinationPhoneNumber', 'MessageBody'])
    if (input[name] === undefined) throw new Refusal(invalid('MISSING_PARAMETER', name));
  for (const [name, value] of Object.entries(input)) {
    const check = CHECKS[name];
    if (check === undefined) throw new Refusal(invalid('UNSPECIFIED_PARAMETER_NOT_SUPPORTED', name));
    if (!check(value)) throw new Refusal(invalid('INVALID_PARAMETER', name));
  }
}

function invalid(reason: string, field: string): EmulatedResponse {
  return error(400, 'ValidationException', {
    Message: `${field} is invalid`,
    Reason: reason,
    Fields: [{ Name: field, Message: reason }],
  });
}

/** Each documented error by its name, and its reason where it has one. */
const ERRORS: Readonly<Record<string, () => EmulatedResponse>> = Object.fromEntries(
  [
    'AccessDeniedException',
    'AccessDeniedException/ACCOUNT_DISABLED',
    'AccessDeniedException/INSUFFICIENT_ACCOUNT_REPUTATION',
    'ExpiredTokenException',
    'IncompleteSignatureException',
    'InvalidSignatureException',
    'MissingAuthenticationTokenException',
    'OptInRequired',
    'UnrecognizedClientException',
    'ConflictException/DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
    'ConflictException/DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE',
    'ConflictException/DESTINATION_PHONE_NUMBER_NOT_VERIFIED',
    'ConflictException/DESTINATION_PHONE_NUMBER_OPTED_OUT',
    'ConflictException/KEYWORD_MISMATCH',
    'ConflictException/MESSAGE_TYPE_MISMATCH',
    'ConflictException/NO_ORIGINATION_IDENTITIES_FOUND',
    'ConflictException/NUMBER_CAPABILITIES_MISMATCH',
    'ConflictException/RESOURCE_NOT_ACTIVE',
    'ResourceNotFoundException',
    'ServiceQuotaExceededException/MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT',
    'ThrottlingException',
    'ValidationException/CANNOT_PARSE',
    'ValidationException/CHANNEL_NOT_ENABLED',
    'ValidationException/COUNTRY_CODE_MISMATCH',
    'ValidationException/COUNTRY_NOT_ENABLED',
    'ValidationException/DESTINATION_COUNTRY_BLOCKED',
    'ValidationException/FIELD_VALIDATION_FAILED',
    'ValidationException/INTERNATIONAL_SENDING_NOT_SUPPORTED',
    'ValidationException/INVALID_ARN',
    'ValidationException/INVALID_IDENTITY_FOR_DESTINATION_COUNTRY',
    'ValidationException/INVALID_PARAMETER',
    'ValidationException/MAXIMUM_SIZE_EXCEEDED',
    'ValidationException/MISSING_PARAMETER',
    'ValidationException/OTHER',
    'ValidationException/PARAMETERS_CANNOT_BE_USED_TOGETHER',
    'ValidationException/PRICE_OVER_THRESHOLD',
    'ValidationException/RESOURCE_NOT_ACCESSIBLE',
    'ValidationException/SENDER_ID_NOT_REGISTERED',
    'ValidationException/SENDER_ID_NOT_SUPPORTED',
    'ValidationException/SENDER_ID_REQUIRES_REGISTRATION',
    'RequestExpired',
    'ServiceUnavailableException',
    'InternalServerException',
    'InternalFailure',
  ].map((code) => [code, () => documented(code)]),
);

function documented(code: string): EmulatedResponse {
  const [name = '', reason] = code.split('/');
  const status = { InternalServerException: 500, InternalFailure: 500, ServiceUnavailableException: 503 }[name] ?? 400;
  return error(status, name, { Message: name, ...(reason === undefined ? {} : { Reason: reason }) });
}

function error(status: number, name: string, fields: object): EmulatedResponse {
  return json(status, { __type: `com.amazonaws.pinpointsmsvoicev2#${name}`, ...fields });
}

function accepted(to: string, from: string, text: string): EmulatedResponse {
  const id = randomUUID();
  return { ...json(200, { MessageId: id }), accepted: { id, to, from, text } };
}

function json(status: number, value: object): EmulatedResponse {
  return {
    status,
    headers: { 'content-type': JSON_TYPE, 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(value),
  };
}
