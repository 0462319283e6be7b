import type { CourierConfig } from './config';
import type { Message } from './message';

/** Why a message ends before any provider is asked. */
export interface Refusal {
  readonly state: 'expired' | 'limited';
  /** Of a limited message: the limit. */
  readonly code?: string;
  readonly detail: string;
}

export const EXPIRED = { state: 'expired', detail: 'expired before a provider could be asked' } as const;

/** Lets a message in, or tells what ends it here: it is too old, or its country is not one that may be sent to. */
export function admit(message: Message, config: CourierConfig, now: number): Refusal | undefined {
  if (now >= message.expiresAt) return EXPIRED;
  const { country } = message.recipient;
  if (!config.allowedCountries.includes('*') && !config.allowedCountries.includes(country)) {
    return {
      state: 'limited',
      code: 'allowed_countries',
      detail: `country ${country} is not in allowedCountries`,
    };
  }
  return undefined;
}
