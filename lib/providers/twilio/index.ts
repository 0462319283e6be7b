import type { ProviderKind } from '../kind';
import { twilioEmulator } from './emulator';
import { type TwilioProviderProps, twilioProvider } from './provider';

export type { TwilioProviderProps } from './provider';

/** Twilio Programmable Messaging. */
export const twilio: ProviderKind<TwilioProviderProps> = {
  id: 'twilio',
  title: 'Twilio Programmable Messaging',
  channel: 'sms',
  requiredProps: ['accountSid', 'authToken', 'from or messagingServiceSid'],
  define: twilioProvider,
  serves: (origin) => origin === 'https://api.twilio.com',
  emulator: ({ credentials }) => twilioEmulator({ authTokens: credentials() }),
  http: {
    needsOneOf: {
      fields: ['From', 'MessagingServiceSid'],
      remedy:
        "Twilio needs a sender: add From (a number of yours, or an alphanumeric sender id) or MessagingServiceSid ('MG…') to the body, as in { To: ctx.recipient, Body: ctx.body, From: '+12065550100' }",
    },
  },
};
