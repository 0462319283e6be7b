import type { ProviderKind } from '../kind';
import { whatsappEmulator } from './emulator';
import { ORIGIN, type WhatsappProviderProps, whatsappProvider } from './provider';

export type { TemplateLanguage, WhatsappProviderProps } from './provider';

/** WhatsApp Business Platform, Cloud API. */
export const whatsapp: ProviderKind<WhatsappProviderProps> = {
  id: 'whatsapp',
  title: 'WhatsApp Business Cloud API',
  channel: 'whatsapp',
  requiredProps: ['phoneNumberId', 'accessToken', 'template', 'language'],
  define: whatsappProvider,
  serves: (origin) => origin === ORIGIN,
  emulator: ({ credentials }) => whatsappEmulator({ accessTokens: credentials() }),
};
