import { Token } from 'cdktf';
import type { ProviderDefinition } from '../../provider-definition';
import { isAlphanumeric, readSenders, type Sender, type Senders } from '../../senders';
import type { SmsSecret } from '../../sms-secret';
import { bakeRequest } from '../bake-request';
import { isHttpUrl } from '../http-url';
import { responseRule } from '../kind';

/** https://docs.plivo.com/docs/messaging/api/message/send-a-message */
export interface PlivoProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'plivo'
   */
  readonly id?: string;

  /** The account's Auth ID: `MA`, or `SA` for a subaccount, and 18 capital letters and digits. */
  readonly authId: string;

  /** The account's Auth Token. */
  readonly authToken: SmsSecret;

  /**
   * The sender: a number in E.164 form, a short code, or an alphanumeric sender id of letters and digits, which Plivo enables on request;
   * for all countries, or by country.
   *
   * @default - powerpackUuid is used; exactly one of the two must be given
   */
  readonly src?: Sender;

  /**
   * UUID of the Powerpack that chooses the sender.
   *
   * @default - src is used; exactly one of the two must be given
   */
  readonly powerpackUuid?: string;

  /**
   * What Plivo keeps in its logs: all (`true`), neither text nor whole number (`false`), or one of the two alone.
   *
   * @default 'number_only' - the text holds a code
   */
  readonly log?: boolean | 'number_only' | 'content_only';

  /**
   * Absolute http or https URL that Plivo reports deliveries to, which the answer to a request cannot tell of.
   *
   * @default - no reports
   */
  readonly url?: string;

  /**
   * India: id of your entity on the DLT platform. Sent with messages to Indian numbers only.
   * https://plivo.com/blog/dlt-registration
   *
   * @default - none
   */
  readonly dltEntityId?: string;

  /**
   * India: id of the registered template, which the text must match. Needs dltEntityId.
   *
   * @default - none
   */
  readonly dltTemplateId?: string;

  /**
   * India: category of the registered template. Needs dltEntityId.
   *
   * @default - none
   */
  readonly dltTemplateCategory?: (typeof DLT_CATEGORIES)[number];
}

const DLT_CATEGORIES = ['transactional', 'promotional', 'service_implicit', 'service_explicit'] as const;

export function plivoProvider(props: PlivoProviderProps): ProviderDefinition {
  const { id = 'plivo', authId, authToken, src, powerpackUuid, log = 'number_only', url } = props;
  const { dltEntityId, dltTemplateId, dltTemplateCategory } = props;
  const problems = [
    ...checkAuthId(authId),
    ...checkSender(props),
    ...checkLog(log),
    ...checkUrl(url),
    ...checkDlt(props),
  ];
  if (problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
  const senders = src === undefined ? undefined : plivoSenders(id, 'src', src);
  return {
    id,
    channel: 'sms',
    request: {
      url: `https://api.plivo.com/v1/Account/${authId}/Message/`,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: bakeRequest('plivo', {
        src: senders,
        powerpackUuid,
        log: String(log),
        url,
        dltEntityId,
        dltTemplateId,
        dltTemplateCategory,
      }),
      auth: { type: 'basic_auth', config: { user: authId, password: '{$AUTH_TOKEN}' } },
    },
    response: responseRule('plivo'),
    secrets: { AUTH_TOKEN: authToken },
    ...(senders === undefined ? {} : { senders, sendersProp: 'src' }),
  };
}

/** @throws Error if Plivo would show another sender than the one that is given */
export function plivoSenders(id: string, prop: string, src: Sender): Senders {
  const senders = readSenders(id, prop, src);
  const stripped = Object.values(senders).filter(
    (sender) => !Token.isUnresolved(sender) && isAlphanumeric(sender) && /[^A-Za-z0-9]/.test(sender),
  );
  if (stripped.length === 0) return senders;
  const list = stripped.map((sender) => `"${sender}" would be "${sender.replace(/[^A-Za-z0-9]/g, '')}"`);
  throw new Error(
    `provider ${id}: Plivo strips all but letters and digits from ${prop}: ${list.join(', ')}; write it so`,
  );
}

function checkAuthId(authId: string): string[] {
  return Token.isUnresolved(authId) || /^(MA|SA)[A-Z0-9]{18}$/.test(authId)
    ? []
    : [`invalid authId "${authId}": Plivo's begins with MA or SA, followed by 18 capital letters and digits`];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function checkSender({ src, powerpackUuid }: PlivoProviderProps): string[] {
  if ((src === undefined) === (powerpackUuid === undefined)) {
    const given = src === undefined ? 'neither' : 'both';
    return [
      `${given} of src and powerpackUuid given; give exactly one: src is a number or sender id, powerpackUuid names a Powerpack`,
    ];
  }
  return powerpackUuid === undefined || Token.isUnresolved(powerpackUuid) || UUID.test(powerpackUuid)
    ? []
    : [`invalid powerpackUuid "${powerpackUuid}": give the Powerpack's UUID, as Plivo's console shows it`];
}

function checkLog(log: unknown): string[] {
  return [true, false, 'number_only', 'content_only'].includes(log as boolean | string)
    ? []
    : [`log is ${JSON.stringify(log)}: use true, false, 'number_only' or 'content_only'`];
}

function checkUrl(url: string | undefined): string[] {
  return url === undefined || isHttpUrl(url)
    ? []
    : [`invalid url "${url}": give an absolute URL, such as https://sms.example.com/status`];
}

function checkDlt({ dltEntityId, dltTemplateId, dltTemplateCategory }: PlivoProviderProps): string[] {
  if (dltEntityId === undefined && (dltTemplateId !== undefined || dltTemplateCategory !== undefined))
    return ['a DLT template without its entity: add dltEntityId'];
  return dltTemplateCategory === undefined || DLT_CATEGORIES.includes(dltTemplateCategory)
    ? []
    : [`dltTemplateCategory is "${dltTemplateCategory}": use ${DLT_CATEGORIES.join(', ')}`];
}
