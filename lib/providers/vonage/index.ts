import type { ProviderKind } from '../kind';
import { vonageEmulator } from './emulator';
import { type VonageProviderProps, vonageProvider } from './provider';

export type { VonageProviderProps } from './provider';

/** Vonage's SMS API, which was Nexmo's. */
export const vonage: ProviderKind<VonageProviderProps> = {
  id: 'vonage',
  title: 'Vonage (Nexmo) SMS API',
  channel: 'sms',
  requiredProps: ['apiKey', 'apiSecret', 'from'],
  define: vonageProvider,
  serves: (origin) => origin === 'https://rest.nexmo.com',
  emulator: ({ credentials }) => vonageEmulator({ credentials: credentials() }),
  http: {
    needsOneOf: {
      fields: ['from'],
      remedy:
        "Vonage needs a sender: add from (a number of yours without +, or an alphanumeric sender id) to the body, as in { from: 'ACME', to: ctx.recipient, text: ctx.body }",
    },
  },
};
