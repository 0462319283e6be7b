import { regionOf } from '../aws-props';
import type { ProviderKind } from '../kind';
import { endUserMessagingEmulator } from './emulator';
import { type EndUserMessagingProviderProps, endUserMessagingProvider } from './provider';

export type { EndUserMessagingProviderProps } from './provider';

/** AWS End User Messaging SMS. */
export const endUserMessaging: ProviderKind<EndUserMessagingProviderProps> = {
  id: 'end-user-messaging',
  title: 'AWS End User Messaging SMS',
  channel: 'sms',
  requiredProps: [],
  define: endUserMessagingProvider,
  serves: (origin) => regionOf('sms-voice', origin) !== undefined,
  emulator: ({ origin }) => endUserMessagingEmulator(origin),
};
