import type { ProviderKind } from './kind';
import * as registry from './registry';

/** Every service that we know. */
// a kind is asked for its props' own checks only by who has such props
export const KINDS = Object.values(registry) as readonly ProviderKind<never>[];

/** The service whose API is at an origin, such as `https://api.twilio.com`. */
export function kindAt(origin: string): ProviderKind<never> | undefined {
  return KINDS.find((kind) => kind.serves(origin));
}
