import type { Finding } from '../lambda/check/finding';
import { checkSenders } from './senders';
import type { Settings } from './settings';
import type { SmsCourierProps } from './sms-courier-props';

/** What only shows when providers, countries and routes are seen together. */
export function checkChain({ providers }: SmsCourierProps, { allowedCountries, routes }: Settings): Finding[] {
  return providers.flatMap(({ definition }) => {
    const { id, senders, sendersProp, warnings = [] } = definition;
    const served = countriesOf(id, allowedCountries, routes);
    const checked =
      senders === undefined || served.length === 0
        ? { errors: [], warnings: [] }
        : checkSenders(id, senders, served, sendersProp);
    return [
      ...checked.errors.map((message) => ({ severity: 'error' as const, message })),
      ...[...warnings, ...checked.warnings].map((message) => ({ severity: 'warning' as const, message })),
    ];
  });
}

/** The countries of which messages may come to a provider. */
function countriesOf(id: string, allowed: readonly string[], routes: Settings['routes']): readonly string[] {
  if (allowed.includes('*')) return allowed;
  return allowed.filter((country) => {
    const route = routes.find(({ countries }) => countries.includes(country) || countries.includes('*'));
    if (route === undefined) return true;
    return Array.isArray(route.providers) ? route.providers.includes(id) : Object.hasOwn(route.providers, id);
  });
}
