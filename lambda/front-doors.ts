import type { CourierConfig, Deferred } from './config';

/** The ways in of every courier. */
export const QUEUE = 'queue';
export const INVOKE = 'invoke';

/** The ids that the ingress's sources have unless they are given others. */
const SOURCES = ['ory', 'cognito', 'supabase', 'zitadel', 'generic'];

/**
 * The ways in: those of every courier, and the sources that its ingress has, or may have had before, by their ids. A message's identity holds the one that it came by
 * first, since two senders may count alike.
 */
export function frontDoorsOf({ ingress }: Pick<CourierConfig<Deferred>, 'ingress'>): readonly string[] {
  return [...new Set([INVOKE, QUEUE, ...SOURCES, ...(ingress?.sources ?? []).map(({ id }) => id)])];
}
