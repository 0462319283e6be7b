import { readSenders } from '../../senders';
import { bakeRequest } from '../bake-request';
import type { ProviderKind } from '../kind';
import { twilioEmulator } from './emulator';
import { type TwilioProviderProps, twilioProvider } from './provider';

export type { TwilioProviderProps } from './provider';

const NEEDS_SENDER =
  "Twilio needs a sender: add From (a number of yours, or an alphanumeric sender id) or MessagingServiceSid ('MG…') to the body, as in { To: ctx.recipient, Body: ctx.body, From: '+12065550100' }";

/** Twilio Programmable Messaging. */
export const twilio: ProviderKind<TwilioProviderProps> = {
  id: 'twilio',
  title: 'Twilio Programmable Messaging',
  channel: 'sms',
  requiredProps: ['accountSid', 'authToken or apiKeySid and apiKeySecret', 'from or messagingServiceSid'],
  define: twilioProvider,
  serves: (origin) => origin === 'https://api.twilio.com',
  emulator: ({ credentials }) => twilioEmulator({ authTokens: credentials() }),
  http: {
    body({ id, from }) {
      if (from === undefined) throw new Error(`provider ${id}: ${NEEDS_SENDER}; or give from, and no body`);
      return bakeRequest('twilio', { from: readSenders(id, 'from', from) });
    },
    needsOneOf: { fields: ['From', 'MessagingServiceSid'], remedy: NEEDS_SENDER },
  },
};
