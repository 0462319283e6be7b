import { candidatesFor } from '../../lambda/candidates';
import { codeOf } from '../../lambda/code';
import type { CourierConfig } from '../../lambda/config';
import type { Message } from '../../lambda/message';
import type { ProviderChoice } from './api';

export interface Order {
  /** Why these, in one sentence. */
  readonly route: string;
  readonly choices: readonly ProviderChoice[];
}

/** The order in which a message's providers are asked, and why: what the courier's own routing says, with the breakers as they are known here. */
export function explainOrder(message: Message, config: CourierConfig, isOpen: (provider: string) => boolean): Order {
  const { providers, routes = [] } = config;
  const choosable = providers.map(({ id, needsCode }) => ({ id, needsCode: needsCode === true }));
  const candidates = candidatesFor(message, { providers: choosable, routes });
  const { country } = message.recipient;
  const named = providers.some(({ id }) => id === message.provider);
  const route = routes.find(({ countries }) => countries.includes(country) || countries.includes('*'));
  const isWeighted = route !== undefined && !Array.isArray(route.providers);
  const place = (index: number): string => {
    if (named) return 'the message names it';
    if (index > 0) return 'asked if those before it do not take the message';
    if (isWeighted) return 'its share of the route put it first for this message';
    return route === undefined ? 'first in the configuration' : 'first of the route';
  };
  const choices = candidates.map(({ id }, index) => ({ id, why: place(index) }));
  const open = choices.filter(({ id }) => candidates.length > 1 && isOpen(id));
  return {
    route: named
      ? 'The message names its provider.'
      : route === undefined
        ? 'All providers, in the order of the configuration.'
        : `The route for ${route.countries.includes('*') ? 'all other countries' : route.countries.join(', ')}${isWeighted ? ', by weight' : ''}.`,
    choices: [
      ...choices.filter((choice) => !open.includes(choice)),
      ...open.map(({ id }) => ({ id, why: 'its breaker is open: asked last' })),
      ...providers
        .filter(({ needsCode }) => needsCode === true && codeOf(message.templateData) === undefined)
        .map(({ id }) => ({ id, why: 'left out: it brings codes only, and this message holds none' })),
    ],
  };
}
