import type { Provider } from './attempt';
import type { Breakers } from './ledger/breakers';
import type { Message } from './message';

export interface Routing {
  readonly providers: readonly Provider[];
  readonly ledger: { readonly breakers: Breakers };
}

/**
 * The providers to ask, in order: the one that the sender names, else all in order of preference. One whose breaker is open is
 * asked last, unless this message is the one that probes it.
 */
export async function route(
  message: Message,
  { providers, ledger: { breakers } }: Routing,
): Promise<readonly Provider[]> {
  const wanted = providers.filter(({ id }) => id === message.provider);
  const candidates = wanted.length > 0 ? wanted : providers;
  if (candidates.length < 2) return candidates;
  await breakers.refresh();
  const open: Provider[] = [];
  for (const [index, provider] of candidates.entries()) {
    if ((await breakers.state(provider.id)) === 'open') open.push(provider);
    // only one that is asked first is worth a probe: those behind it keep their places if nothing is wrong with them
    else return [provider, ...lastIfOpen(candidates.slice(index + 1), breakers, open)];
  }
  return open;
}

function lastIfOpen(others: readonly Provider[], breakers: Breakers, open: readonly Provider[]): Provider[] {
  const isOpen = ({ id }: Provider) => breakers.isOpen(id);
  return [...others.filter((provider) => !isOpen(provider)), ...open, ...others.filter(isOpen)];
}
