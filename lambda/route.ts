import type { Provider } from './attempt';
import { type Candidacy, candidatesFor } from './candidates';
import type { Breakers } from './ledger/breakers';
import type { Message } from './message';

export interface Routing extends Candidacy {
  readonly breakers: Breakers;
}

/**
 * The providers to ask, in order of preference. One whose breaker is open is asked last, unless this message is the one that
 * probes it.
 */
export async function route(message: Message, { breakers, ...candidacy }: Routing): Promise<readonly Provider[]> {
  const candidates = candidatesFor(message, candidacy);
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
