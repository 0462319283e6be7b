import type { ProviderDefinition } from './provider-definition';
import { type HttpProviderProps, httpProvider } from './providers/http/provider';
import { type TwilioProviderProps, twilioProvider } from './providers/twilio/provider';

/**
 * A service that sends SMS.
 *
 * @example SmsProvider.twilio({ accountSid: 'AC…', authToken: SmsSecret.fromSsmParameter('/sms/twilio/auth_token'), messagingServiceSid: 'MG…' })
 */
export class SmsProvider {
  /** Any HTTP service, in the words of Ory's `request_config`. */
  static http(props: HttpProviderProps): SmsProvider {
    return new SmsProvider(httpProvider(props));
  }

  /** Twilio Programmable Messaging. */
  static twilio(props: TwilioProviderProps): SmsProvider {
    return new SmsProvider(twilioProvider(props));
  }

  /** Unique in a courier. */
  readonly id: string;

  private constructor(
    /** @internal */
    readonly definition: ProviderDefinition,
  ) {
    this.id = definition.id;
  }
}
