import { readSenders } from '../../senders';
import { bakeRequest } from '../bake-request';
import type { ProviderKind } from '../kind';
import { sinchEmulator } from './emulator';
import { originOf, SINCH_REGIONS, type SinchProviderProps, sinchProvider } from './provider';

export type { SinchProviderProps, SinchRegion } from './provider';

/** Sinch SMS (XMS v1). */
export const sinch: ProviderKind<SinchProviderProps> = {
  id: 'sinch',
  title: 'Sinch SMS',
  channel: 'sms',
  requiredProps: ['region', 'servicePlanId', 'apiToken'],
  define: sinchProvider,
  serves: (origin) => SINCH_REGIONS.some((region) => origin === originOf(region)),
  emulator: ({ origin, credentials }) => sinchEmulator({ origin, apiTokens: credentials() }),
  http: {
    // a service plan may have a sender of its own
    body: ({ id, from }) => bakeRequest('sinch', from === undefined ? {} : { senders: readSenders(id, 'from', from) }),
  },
};
