import { type FlatValue, flatRequest } from './flat-request';
import {
  type ImportedProps,
  type ImportedRequest,
  type ImportedSecret,
  type ProviderCall,
  SecretByName,
} from './model';

/**
 * The factory that sends what the request config sends. A service's own factory knows its answers better, and is chosen where it is
 * certain that the request stays what it was; `http` takes all others.
 */
export function providerCall(id: string, request: ImportedRequest, secrets: readonly ImportedSecret[]): ProviderCall {
  const twilio = twilioProps(request);
  if (twilio !== undefined) return { factory: 'twilio', props: twilio };
  const { url, method, headers, body, auth } = request;
  const props: ImportedProps = {
    ...(id === 'http' ? {} : { id }),
    url,
    method,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    body,
    ...(isObjectWithText(body) ? { envelope: 'literal' } : {}),
    ...(auth === undefined ? {} : { auth }),
    ...(secrets.length === 0
      ? {}
      : { secrets: Object.fromEntries(secrets.map(({ name }) => [name, new SecretByName(name)])) }),
  };
  return { factory: 'http', props };
}

/** `{ body: ctx.body }`, which Ory posts as it stands. */
function isObjectWithText(body: string): boolean {
  const fields = flatRequest(body);
  return fields?.size === 1 && fields.has('body');
}

const TWILIO_URL = /^https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/Messages\.json$/;
const FORM = 'application/x-www-form-urlencoded';

/** The request of https://www.ory.com/docs/kratos/emails-sms/sending-sms with a sender, and nothing else. */
function twilioProps({ url, method, headers, body, auth }: ImportedRequest): ImportedProps | undefined {
  const accountSid = TWILIO_URL.exec(url)?.[1];
  if (accountSid === undefined || method !== 'POST' || auth?.type !== 'basic_auth' || auth.config.user !== accountSid) {
    return undefined;
  }
  const isForm = Object.entries(headers).every(
    ([name, value]) => name.toLowerCase() === 'content-type' && value === FORM,
  );
  const secret = /^\{\$(\w+)\}$/.exec(auth.config.password)?.[1];
  const sender = twilioSender(flatRequest(body));
  if (!isForm || Object.keys(headers).length !== 1 || secret === undefined || sender === undefined) return undefined;
  return { accountSid, authToken: new SecretByName(secret), ...sender };
}

function twilioSender(fields: ReadonlyMap<string, FlatValue> | undefined): ImportedProps | undefined {
  const { To, Body, From, MessagingServiceSid, ...others } = Object.fromEntries(fields ?? []);
  const isPlain = isCtx(To, 'recipient') && isCtx(Body, 'body') && Object.keys(others).length === 0;
  if (!isPlain) return undefined;
  if (MessagingServiceSid === undefined) return isText(From) ? { from: From.text } : undefined;
  const isService = isText(MessagingServiceSid) && /^MG[0-9a-fA-F]{32}$/.test(MessagingServiceSid.text);
  return From === undefined && isService ? { messagingServiceSid: MessagingServiceSid.text } : undefined;
}

function isCtx(value: FlatValue | undefined, field: string): boolean {
  return value !== undefined && 'ctx' in value && value.ctx === field;
}

function isText(value: FlatValue | undefined): value is { readonly text: string } {
  return value !== undefined && 'text' in value;
}
