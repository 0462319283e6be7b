import { randomUUID } from 'node:crypto';
import { signatureProblem } from '../aws-emulator';
import { regionOf } from '../aws-props';
import {
  type EmulatedRequest,
  type EmulatedResponse,
  emulator,
  mediaType,
  type ProviderEmulator,
  Refusal,
} from '../emulator-base';

const VERSION = '2010-03-31';
const NAMESPACE = `http://sns.amazonaws.com/doc/${VERSION}/`;
const MAX_MESSAGE_LENGTH = 1600;

/**
 * SNS's `Publish` to a phone number, in the protocol that its SDK speaks: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html.
 * It knows no topics, and every access key.
 */
export function snsEmulator(origin: string): ProviderEmulator {
  const region = regionOf('sns', origin);
  if (region === undefined)
    throw new Error(`${origin} is no origin of SNS, such as https://sns.eu-central-1.amazonaws.com`);
  return emulator(
    { id: 'sns', origin, errors: ERRORS, throttled: () => error(400, 'Throttling', 'Rate exceeded') },
    (request) => publish(request, region),
  );
}

function publish(request: EmulatedRequest, region: string): EmulatedResponse {
  if (request.method !== 'POST' || request.path !== '/' || mediaType(request) !== 'application/x-www-form-urlencoded')
    refuse('InvalidAction', 'this takes a form, posted to /');
  const problem = signatureProblem(request, 'sns', region);
  if (problem !== undefined) throw new Refusal(error(problem.status, problem.code, problem.message));
  const form = new URLSearchParams(request.body);
  if (form.get('Action') !== 'Publish' || form.get('Version') !== VERSION)
    refuse('InvalidAction', `Could not find operation ${form.get('Action')} for version ${form.get('Version')}`);
  if (form.has('TopicArn') || form.has('TargetArn'))
    throw new Refusal(error(404, 'NotFound', form.has('TopicArn') ? 'Topic does not exist' : 'Target does not exist'));
  const to = form.get('PhoneNumber') ?? '';
  const text = form.get('Message') ?? '';
  if (!/^\+[1-9]\d{6,14}$/.test(to)) refuse('InvalidParameter', unfit(to));
  if (text === '') refuse('InvalidParameter', 'Invalid parameter: Empty message');
  if ([...text].length > MAX_MESSAGE_LENGTH) refuse('InvalidParameter', 'Invalid parameter: Message too long');
  const attributes = readAttributes(form);
  // without one of its own AWS shows NOTICE, or a number from its pool
  const from = attributes.get('AWS.MM.SMS.OriginationNumber') ?? attributes.get('AWS.SNS.SMS.SenderID') ?? 'NOTICE';
  return accepted({ to, from, text });
}

function unfit(to: string): string {
  return `Invalid parameter: PhoneNumber Reason: ${to} is not valid to publish to`;
}

interface AttributeRule {
  readonly type: 'String' | 'Number';
  readonly pattern: RegExp;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
const ATTRIBUTES: Readonly<Record<string, AttributeRule>> = {
  'AWS.SNS.SMS.SenderID': { type: 'String', pattern: /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/ },
  'AWS.SNS.SMS.SMSType': { type: 'String', pattern: /^(Transactional|Promotional)$/ },
  'AWS.SNS.SMS.MaxPrice': { type: 'Number', pattern: /^\d{1,8}(\.\d{1,10})?$/ },
  'AWS.MM.SMS.OriginationNumber': { type: 'String', pattern: /^\+?\d{5,14}$/ },
  'AWS.MM.SMS.EntityId': { type: 'String', pattern: /^\S{1,50}$/ },
  'AWS.MM.SMS.TemplateId': { type: 'String', pattern: /^\S{1,50}$/ },
};

function readAttributes(form: URLSearchParams): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (let entry = 1; form.has(`MessageAttributes.entry.${entry}.Name`); entry++) {
    const field = (name: string) => form.get(`MessageAttributes.entry.${entry}.${name}`) ?? '';
    const name = field('Name');
    const value = field('Value.StringValue');
    const rule = ATTRIBUTES[name];
    if (rule === undefined || rule.type !== field('Value.DataType') || !rule.pattern.test(value))
      refuse('ParameterValueInvalid', `The message attribute '${name}' has an invalid type or value`);
    attributes.set(name, value);
  }
  return attributes;
}

/** Each documented error by its code on the wire. */
const ERRORS: Readonly<Record<string, () => EmulatedResponse>> = Object.fromEntries(
  (
    [
      [403, 'AuthorizationError', 'not authorized to perform: SNS:Publish'],
      [403, 'AccessDenied', 'access denied'],
      [400, 'AccessDeniedException', 'access denied'],
      [403, 'ExpiredToken', 'The security token included in the request is expired'],
      [403, 'ExpiredTokenException', 'The security token included in the request is expired'],
      [403, 'IncompleteSignature', 'Authorization header is incomplete'],
      [403, 'InvalidClientTokenId', 'The security token included in the request is invalid'],
      [403, 'InvalidSecurity', 'wrong signature'],
      [400, 'KMSAccessDenied', 'no access to the key'],
      [403, 'KMSOptInRequired', 'the key needs a subscription'],
      [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'],
      [400, 'NotAuthorized', 'not authorized'],
      [403, 'OptInRequired', 'the service needs a subscription'],
      [403, 'SignatureDoesNotMatch', 'the signature does not match'],
      [400, 'UnrecognizedClientException', 'The security token included in the request is invalid'],
      [400, 'OptedOut', 'the owner of the number does not want messages'],
      [400, 'KMSDisabled', 'the key is disabled'],
      [400, 'KMSInvalidState', 'the key is in no state for this'],
      [400, 'KMSNotFound', 'there is no such key'],
      [400, 'KMSThrottling', 'Rate exceeded'],
      [429, 'Throttled', 'Rate exceeded'],
      [400, 'ThrottledException', 'Rate exceeded'],
      [400, 'Throttling', 'Rate exceeded'],
      [400, 'ThrottlingException', 'Rate exceeded'],
      [400, 'RequestThrottled', 'Rate exceeded'],
      [400, 'RequestThrottledException', 'Rate exceeded'],
      [429, 'TooManyRequestsException', 'Rate exceeded'],
      [400, 'RequestExpired', 'Request has expired'],
      [503, 'ServiceUnavailable', 'the service is down for the moment'],
      [500, 'InternalError', 'internal error'],
      [500, 'InternalFailure', 'internal error'],
      [400, 'EndpointDisabled', 'the endpoint is disabled'],
      [404, 'NotFound', 'Topic does not exist'],
      [400, 'ParameterValueInvalid', 'invalid value'],
      [400, 'PlatformApplicationDisabled', 'the application is disabled'],
      [400, 'ValidationError', 'invalid input'],
      [400, 'ValidationException', 'invalid input'],
      [400, 'InvalidParameter', unfit('+10000000000')],
    ] as const
  ).map(([status, code, message]) => [code, () => error(status, code, message)]),
);

function refuse(code: string, message: string): never {
  throw new Refusal(error(400, code, message));
}

function error(status: number, code: string, message: string): EmulatedResponse {
  const type = status < 500 ? 'Sender' : 'Receiver';
  return xml(
    status,
    'ErrorResponse',
    `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
  );
}

function accepted(message: { to: string; from: string; text: string }): EmulatedResponse {
  const id = randomUUID();
  const response = xml(200, 'PublishResponse', `<PublishResult><MessageId>${id}</MessageId></PublishResult>`);
  return { ...response, accepted: { id, ...message } };
}

function xml(status: number, root: string, content: string): EmulatedResponse {
  const requestId = randomUUID();
  // outputs carry the id of the request one level deeper than errors do
  const metadata = `<RequestId>${requestId}</RequestId>`;
  const end = status === 200 ? `<ResponseMetadata>${metadata}</ResponseMetadata>` : metadata;
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: `<${root} xmlns="${NAMESPACE}">${content}${end}</${root}>`,
  };
}

function escapeXml(text: string): string {
  return text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
