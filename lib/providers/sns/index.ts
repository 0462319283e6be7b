import { regionOf } from '../aws-props';
import type { ProviderKind } from '../kind';
import { snsEmulator } from './emulator';
import { type SnsProviderProps, snsProvider } from './provider';

export type { SnsProviderProps } from './provider';

/** Amazon SNS, publishing to phone numbers. */
export const sns: ProviderKind<SnsProviderProps> = {
  id: 'sns',
  title: 'Amazon SNS',
  channel: 'sms',
  requiredProps: [],
  define: snsProvider,
  serves: (origin) => regionOf('sns', origin) !== undefined,
  emulator: ({ origin }) => snsEmulator(origin),
};
