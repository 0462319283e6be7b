import type { ProviderKind } from '../kind';
import { vonageEmulator } from './emulator';
import { type VonageProviderProps, vonageBody, vonageProvider } from './provider';

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
  http: { body: vonageBody },
};
