import { bakeRequest } from '../bake-request';
import type { ProviderKind } from '../kind';
import { plivoEmulator } from './emulator';
import { type PlivoProviderProps, plivoProvider, plivoSenders } from './provider';

export type { PlivoProviderProps } from './provider';

const NEEDS_SENDER =
  "Plivo needs a sender: add src (a number of yours, or an alphanumeric sender id) or powerpack_uuid to the body, as in { src: '12065550100', dst: ctx.recipient, text: ctx.body }";

/** Plivo SMS. */
export const plivo: ProviderKind<PlivoProviderProps> = {
  id: 'plivo',
  title: 'Plivo SMS',
  channel: 'sms',
  requiredProps: ['authId', 'authToken', 'src or powerpackUuid'],
  define: plivoProvider,
  serves: (origin) => origin === 'https://api.plivo.com',
  emulator: ({ credentials }) => plivoEmulator({ authTokens: credentials() }),
  http: {
    body({ id, from }) {
      if (from === undefined) throw new Error(`provider ${id}: ${NEEDS_SENDER}; or give from, and no body`);
      return bakeRequest('plivo', { src: plivoSenders(id, 'from', from), log: 'number_only' });
    },
    needsOneOf: { fields: ['src', 'powerpack_uuid'], remedy: NEEDS_SENDER },
  },
};
