import { Token } from 'cdktf';
import type { HttpDefinition } from '../../provider-definition';
import { isAlphanumeric, readSenders, type Sender } from '../../senders';
import type { SmsSecret } from '../../sms-secret';
import { bakeRequest } from '../bake-request';
import { byTemplateType } from '../by-template-type';
import { isHttpUrl } from '../http-url';
import { responseRule } from '../kind';

/** https://developer.vonage.com/en/api/sms#send-an-sms */
export interface VonageProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'vonage'
   */
  readonly id?: string;

  /** The account's API key: 8 letters and digits. */
  readonly apiKey: string;

  /**
   * The account's API secret. Key and secret go out as HTTP Basic, which Vonage's authentication guide names for this API and
   * its own SDKs use: so the secret is in no body and passes through no Jsonnet.
   * https://developer.vonage.com/concepts/guides/authentication
   */
  readonly apiSecret: SmsSecret;

  /**
   * The sender: a number in E.164 form, a short code, or 1 to 11 letters and digits; for all countries, or by country.
   * https://developer.vonage.com/messaging/sms/guides/country-specific-features
   */
  readonly from: Sender;

  /**
   * Absolute http or https URL of at most 100 characters that Vonage sends delivery receipts to, which the answer to a request
   * cannot tell of.
   *
   * @default - the account's own, else none
   */
  readonly callback?: string;

  /**
   * Whether Vonage is to ask the network for a delivery receipt.
   *
   * @default - as Vonage does: it asks
   */
  readonly statusReportReq?: boolean;

  /**
   * The account that Vonage bills, where it has agreed to tell several apart.
   *
   * @default - none
   */
  readonly accountRef?: string;

  /**
   * India's DLT principal entity id, sent with messages to India only.
   *
   * @default - none; networks in India drop messages without it
   */
  readonly entityId?: string;

  /**
   * India's DLT template id: one for all, or by template type with `default` for all others. The text must match the template that it names.
   *
   * @default - none; needed where entityId is given
   * @example { login_code: '1107160000000000001', default: '1107160000000000002' }
   */
  readonly contentId?: string | Readonly<Record<string, string>>;

  /**
   * Takes recipients out of Fraud Defender's rules, of which the account must have the premium edition. Then only the courier's own limits
   * stand between a bot and your bill.
   *
   * @default false
   */
  readonly trustedNumber?: boolean;
}

/** @throws Error that names all that is wrong with the props */
export function vonageProvider(props: VonageProviderProps): HttpDefinition {
  const { id = 'vonage', apiKey, apiSecret, callback, statusReportReq, accountRef, entityId, trustedNumber } = props;
  const problems = [
    ...checkCredentials(props),
    ...checkFrom(props.from),
    ...checkCallback(callback),
    ...(accountRef === '' ? ['accountRef is empty: give a reference, or leave it out'] : []),
    ...checkDlt(props),
  ];
  if (problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
  const senders = readSenders(id, 'from', props.from);
  return {
    id,
    channel: 'sms',
    request: {
      url: 'https://rest.nexmo.com/sms/json',
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: bakeRequest('vonage', {
        from: senders,
        callback,
        statusReportReq,
        accountRef,
        entityId,
        contentId: byTemplateType(props.contentId),
        trustedNumber,
      }),
      auth: { type: 'basic_auth', config: { user: apiKey, password: '{$API_SECRET}' } },
    },
    response: responseRule('vonage'),
    secrets: { API_SECRET: apiSecret },
    senders,
  };
}

/**
 * The body for a request config that gives none; its credentials are in `auth` then.
 *
 * @throws Error that says what to add
 */
export function vonageBody({ id, from }: { readonly id: string; readonly from: Sender | undefined }): string {
  const problems = checkFrom(from);
  if (from === undefined || problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
  return bakeRequest('vonage', { from: readSenders(id, 'from', from) });
}

function checkCredentials({ apiKey, apiSecret }: VonageProviderProps): string[] {
  const isKey = Token.isUnresolved(apiKey) || /^[A-Za-z0-9]{8}$/.test(apiKey ?? '');
  return [
    ...(isKey
      ? []
      : [`invalid apiKey ${JSON.stringify(apiKey)}: Vonage's is 8 letters and digits, at the top of its dashboard`]),
    ...(apiSecret === undefined ? ["apiSecret is missing: give it as SmsSecret.fromSsmParameter('…')"] : []),
  ];
}

/** What all networks take, less the characters that Vonage does not: it leaves spaces out of a sender by itself. */
function checkFrom(from: Sender | undefined): string[] {
  if (from === undefined) return ["from is missing: give a number of yours, or a sender id such as 'ACME'"];
  return Object.values(typeof from === 'string' ? { default: from } : from)
    .filter((sender) => !Token.isUnresolved(sender) && isAlphanumeric(sender) && /[ &+_-]/.test(sender))
    .map((sender) => `from ${JSON.stringify(sender)}: Vonage takes letters and digits only in a sender id`);
}

function checkCallback(url: string | undefined): string[] {
  return url === undefined || (isHttpUrl(url) && (Token.isUnresolved(url) || url.length <= 100))
    ? []
    : [
        `invalid callback "${url}": give an absolute URL of at most 100 characters, such as https://sms.example.com/receipts`,
      ];
}

function checkDlt({ entityId, contentId }: VonageProviderProps): string[] {
  const texts = [entityId ?? '-', ...(typeof contentId === 'object' ? Object.values(contentId) : [contentId ?? '-'])];
  return [
    ...((entityId === undefined) === (contentId === undefined)
      ? []
      : [`India's DLT needs both ids: add ${entityId === undefined ? 'entityId' : 'contentId'}`]),
    ...(texts.length < 2 || texts.includes('') ? ['entityId or contentId is empty: give the ids that DLT has'] : []),
  ];
}
