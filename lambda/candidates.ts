import { createHash } from 'node:crypto';
import type { Provider } from './attempt';
import { codeOf } from './code';
import type { RouteConfig } from './config';
import type { Message } from './message';

/** What must be known of a provider to choose it. */
type Choice = Pick<Provider, 'id' | 'needsCode'>;

/** What decides who may bring a message, before anything is known of how the providers are doing. */
export interface Candidacy<P extends Choice = Provider> {
  readonly providers: readonly P[];
  readonly routes?: readonly RouteConfig[];
}

/**
 * The providers that may bring a message, in order of preference: the one that the sender names, else those of the first route for
 * the recipient's country, else all. One that only brings codes is left out where the message holds none.
 */
export function candidatesFor<P extends Choice>(
  message: Message,
  { providers, routes = [] }: Candidacy<P>,
): readonly P[] {
  const wanted = providers.filter(({ id }) => id === message.provider);
  const chosen = wanted.length > 0 ? wanted : routed(message, providers, routes);
  return codeOf(message.templateData) === undefined ? chosen.filter(({ needsCode }) => !needsCode) : chosen;
}

function routed<P extends Choice>(
  message: Message,
  providers: readonly P[],
  routes: readonly RouteConfig[],
): readonly P[] {
  const { country } = message.recipient;
  const route = routes.find(({ countries }) => countries.includes(country) || countries.includes('*'));
  if (route === undefined) return providers;
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  const ids = Array.isArray(route.providers) ? route.providers : byWeight(message, route.providers as Weights);
  return ids.flatMap((id) => byId.get(id) ?? []);
}

type Weights = Readonly<Record<string, number>>;

/**
 * By weighted rendezvous hashing: each provider comes first for its share of the messages, and a message that comes again finds the
 * same order, so that a retry goes where the first attempt went.
 * https://www.snia.org/sites/default/files/SDC15_presentations/dist_sys/Jason_Resch_New_Consistent_Hashings_Rev.pdf
 */
function byWeight({ origin, id }: Message, weights: Weights): string[] {
  return Object.entries(weights)
    .map(([provider, weight]) => ({ provider, score: weight / -Math.log(fraction(`${origin}|${id}|${provider}`)) }))
    .sort((a, b) => b.score - a.score)
    .map(({ provider }) => provider);
}

/** Between 0 and 1, both excluded. */
function fraction(text: string): number {
  return (createHash('sha256').update(text).digest().readUIntBE(0, 6) + 0.5) / 2 ** 48;
}
