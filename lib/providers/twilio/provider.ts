import { Token } from 'cdktf';
import type { ProviderDefinition } from '../../provider-definition';
import { readSenders, type Sender } from '../../senders';
import type { SmsSecret } from '../../sms-secret';
import { bakeRequest } from '../bake-request';
import { responseRule } from '../kind';

/** https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export interface TwilioProviderProps {
  /**
   * Names the provider in logs and metrics; unique in the courier.
   *
   * @default 'twilio'
   */
  readonly id?: string;

  /** The account's SID: `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;

  /** The account's auth token. */
  readonly authToken: SmsSecret;

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
}

export function twilioProvider(props: TwilioProviderProps): ProviderDefinition {
  const { id = 'twilio', accountSid, authToken, from, messagingServiceSid } = props;
  checkSid('accountSid', 'AC', accountSid);
  if ((from === undefined) === (messagingServiceSid === undefined)) {
    const given = from === undefined ? 'neither' : 'both';
    throw new Error(
      `provider ${id}: ${given} of from and messagingServiceSid given; give exactly one: from is a number or sender id, messagingServiceSid begins with MG`,
    );
  }
  if (messagingServiceSid !== undefined) checkSid('messagingServiceSid', 'MG', messagingServiceSid);
  const senders = from === undefined ? undefined : readSenders(id, 'from', from);
  return {
    id,
    channel: 'sms',
    request: {
      url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages.json`,
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: bakeRequest('twilio', { messagingServiceSid, senders }),
      auth: { type: 'basic_auth', config: { user: accountSid, password: '{$AUTH_TOKEN}' } },
    },
    response: responseRule('twilio'),
    secrets: { AUTH_TOKEN: authToken },
    ...(senders === undefined ? {} : { senders }),
  };
}

function checkSid(name: string, prefix: string, value: string): void {
  if (!Token.isUnresolved(value) && !new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(value)) {
    throw new Error(`invalid ${name} "${value}": Twilio's begins with ${prefix}, followed by 32 hexadecimal digits`);
  }
}
