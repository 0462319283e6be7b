import type { ProviderKind } from '../kind';
import { messagebirdEmulator } from './emulator';
import { type MessageBirdProviderProps, messagebirdBody, messagebirdProvider } from './provider';

export type { MessageBirdProviderProps } from './provider';

/** MessageBird's REST API, which Bird keeps beside its newer ones; it is the one on Ory's page. */
export const messagebird: ProviderKind<MessageBirdProviderProps> = {
  id: 'messagebird',
  title: 'MessageBird (Bird) REST API',
  channel: 'sms',
  requiredProps: ['accessKey', 'from'],
  define: messagebirdProvider,
  serves: (origin) => origin === 'https://rest.messagebird.com',
  emulator: ({ credentials }) => messagebirdEmulator({ accessKeys: credentials() }),
  http: { body: messagebirdBody },
};
