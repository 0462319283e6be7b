import { Token } from 'cdktf';
import type { RouteConfig } from '../lambda/config';

/** The providers of a courier, as far as routes speak of them. */
interface Chosen {
  readonly providers?: readonly { readonly id: string }[];
}

interface Routing {
  readonly routes: readonly RouteConfig[];
  readonly allowedCountries: readonly string[];
}

const TOKEN = 'a Terraform token: give the value itself, since it is baked in at synth';

/** Reports routes that lead nowhere or can never be taken. */
export function checkRoutes({ routes, allowedCountries }: Routing, { providers }: Chosen): string[] {
  if (Token.isUnresolved(routes))
    return ['routes is a Terraform token: give the list itself, since it is baked in at synth'];
  const ids = (providers ?? []).map(({ id }) => id);
  const seen = new Set<string>();
  return routes.flatMap((route, index) => {
    const where = `routes[${index}]`;
    const problems = [...checkCountries(where, route, allowedCountries, seen), ...checkProviders(where, route, ids)];
    for (const country of route.countries ?? []) seen.add(country);
    return problems;
  });
}

function checkCountries(
  where: string,
  { countries = [] }: RouteConfig,
  allowed: readonly string[],
  seen: ReadonlySet<string>,
): string[] {
  if (countries.length === 0) return [`${where}.countries is empty: name countries, or ['*'] for all others`];
  const isOpen = allowed.includes('*');
  return countries.flatMap((country, index) => {
    if (Token.isUnresolved(country)) return [`${where}.countries[${index}] is ${TOKEN}`];
    if (seen.has('*') || seen.has(country))
      return [
        `${where}.countries names ${country}, which an earlier route takes: the first that names a country counts`,
      ];
    if (country === '*' || isOpen || allowed.includes(country)) return [];
    return [`${where}.countries names ${country}, which allowedCountries does not: add it there, or take it out here`];
  });
}

function checkProviders(where: string, { providers = [] }: RouteConfig, ids: readonly string[]): string[] {
  const named = Array.isArray(providers) ? (providers as readonly string[]) : Object.keys(providers);
  if (named.length === 0) return [`${where}.providers is empty: name at least one of ${ids.join(', ')}`];
  const weights = Array.isArray(providers) ? [] : Object.entries(providers as Readonly<Record<string, number>>);
  return [
    ...named
      .filter((id) => !ids.includes(id))
      .map((id) => `${where}.providers names "${id}": the courier has ${ids.join(', ')}`),
    ...named
      .filter((id, at) => named.indexOf(id) !== at)
      .map((id) => `${where}.providers names "${id}" twice: once is enough`),
    ...weights
      .filter(([, weight]) => Token.isUnresolved(weight) || !(Number.isFinite(weight) && weight > 0))
      .map(([id, weight]) =>
        Token.isUnresolved(weight)
          ? `${where}.providers.${id} is ${TOKEN}`
          : `${where}.providers gives "${id}" the weight ${weight}: use a number above 0, such as 70`,
      ),
  ];
}
