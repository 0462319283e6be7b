import { Token } from 'cdktf';
import type { AuthConfig } from '../../../lambda/config';
import type { ProviderDefinition } from '../../provider-definition';
import { readSenders, type Sender } from '../../senders';
import type { SmsSecret } from '../../sms-secret';
import { bakeRequest } from '../bake-request';
import { isHttpUrl } from '../http-url';
import { responseRule } from '../kind';

/** https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export interface TwilioProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'twilio'
   */
  readonly id?: string;

  /** The account's SID: `AC` and 32 hexadecimal digits. With an API key too, since the url names the account. */
  readonly accountSid: string;

  /**
   * The account's auth token.
   *
   * @default - apiKeySid and apiKeySecret are used; the token or the two of them must be given
   */
  readonly authToken?: SmsSecret;

  /**
   * An API key's SID: `SK` and 32 hexadecimal digits. A key can be revoked alone, the auth token cannot.
   * https://www.twilio.com/docs/iam/api-keys
   *
   * @default - authToken is used
   */
  readonly apiKeySid?: string;

  /**
   * The API key's secret.
   *
   * @default - authToken is used
   */
  readonly apiKeySecret?: SmsSecret;

  /**
   * The sender: a number in E.164 form, a short code, or an alphanumeric sender id; for all countries, or by country.
   *
   * @default - messagingServiceSid is used; exactly one of the two must be given
   */
  readonly from?: Sender;

  /**
   * The messaging service that chooses the sender: `MG` and 32 hexadecimal digits.
   *
   * @default - from is used; exactly one of the two must be given
   */
  readonly messagingServiceSid?: string;

  /**
   * Absolute http or https URL that Twilio reports deliveries to, which the answer to a request cannot tell of. Its host may hold no underscore.
   * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
   *
   * @default - the messaging service's own, else none
   */
  readonly statusCallback?: string;

  /**
   * `discard`: Twilio does not keep the text, which holds the code. The account needs Message Redaction, else Twilio answers 30029.
   * https://www.twilio.com/docs/api/errors/30029
   *
   * @default - the account's setting
   */
  readonly contentRetention?: 'retain' | 'discard';

  /**
   * `obfuscate`: Twilio does not keep the end of the recipient's number. The account needs Message Redaction, else Twilio answers 30030.
   * https://www.twilio.com/docs/api/errors/30030
   *
   * @default - the account's setting
   */
  readonly addressRetention?: 'retain' | 'obfuscate';
}

export function twilioProvider(props: TwilioProviderProps): ProviderDefinition {
  const { id = 'twilio', accountSid, from, messagingServiceSid, statusCallback } = props;
  const { contentRetention, addressRetention } = props;
  const problems = [
    ...checkSid('accountSid', 'AC', accountSid),
    ...checkCredentials(props),
    ...checkSender(props),
    ...checkCallback(statusCallback),
    ...oneOf('contentRetention', ['retain', 'discard'], contentRetention),
    ...oneOf('addressRetention', ['retain', 'obfuscate'], addressRetention),
  ];
  if (problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
  const senders = from === undefined ? undefined : readSenders(id, 'from', from);
  return {
    id,
    channel: 'sms',
    request: {
      url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages.json`,
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: bakeRequest('twilio', {
        messagingServiceSid,
        from: senders,
        statusCallback,
        contentRetention,
        addressRetention,
      }),
      auth: authOf(props),
    },
    response: responseRule('twilio'),
    secrets: secretsOf(props),
    ...(senders === undefined ? {} : { senders }),
  };
}

function authOf({ accountSid, apiKeySid }: TwilioProviderProps): AuthConfig {
  const config =
    apiKeySid === undefined
      ? { user: accountSid, password: '{$AUTH_TOKEN}' }
      : { user: apiKeySid, password: '{$API_KEY_SECRET}' };
  return { type: 'basic_auth', config };
}

function secretsOf({ authToken, apiKeySecret }: TwilioProviderProps): Record<string, SmsSecret> {
  return {
    ...(authToken === undefined ? {} : { AUTH_TOKEN: authToken }),
    ...(apiKeySecret === undefined ? {} : { API_KEY_SECRET: apiKeySecret }),
  };
}

function checkCredentials({ authToken, apiKeySid, apiKeySecret }: TwilioProviderProps): string[] {
  const isKey = apiKeySid !== undefined && apiKeySecret !== undefined;
  const isPart = (apiKeySid === undefined) !== (apiKeySecret === undefined);
  if (isPart) {
    const missing = apiKeySid === undefined ? "apiKeySid ('SK…')" : 'apiKeySecret';
    return [`an API key is its SID and its secret: add ${missing}`];
  }
  if ((authToken === undefined) === !isKey)
    return [
      `${isKey ? 'both authToken and an API key' : 'neither authToken nor an API key'} given; give authToken, or apiKeySid and apiKeySecret`,
    ];
  return apiKeySid === undefined ? [] : checkSid('apiKeySid', 'SK', apiKeySid);
}

function checkSender({ from, messagingServiceSid }: TwilioProviderProps): string[] {
  if ((from === undefined) === (messagingServiceSid === undefined)) {
    const given = from === undefined ? 'neither' : 'both';
    return [
      `${given} of from and messagingServiceSid given; give exactly one: from is a number or sender id, messagingServiceSid begins with MG`,
    ];
  }
  return messagingServiceSid === undefined ? [] : checkSid('messagingServiceSid', 'MG', messagingServiceSid);
}

function checkSid(name: string, prefix: string, value: string): string[] {
  return Token.isUnresolved(value) || new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(value)
    ? []
    : [`invalid ${name} "${value}": Twilio's begins with ${prefix}, followed by 32 hexadecimal digits`];
}

/** https://www.twilio.com/docs/api/errors/21609 */
function checkCallback(url: string | undefined): string[] {
  if (url === undefined || Token.isUnresolved(url)) return [];
  return isHttpUrl(url) && !new URL(url).host.includes('_')
    ? []
    : [
        `invalid statusCallback "${url}": give an absolute URL, such as https://sms.example.com/status, without underscores in its host`,
      ];
}

function oneOf(name: string, allowed: readonly string[], value: string | undefined): string[] {
  return value === undefined || allowed.includes(value) ? [] : [`${name} is "${value}": use ${allowed.join(' or ')}`];
}
