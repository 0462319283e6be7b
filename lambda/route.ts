import type { Provider } from './attempt';
import type { Message } from './message';

/** The providers to ask, in order: the one that the sender names, else all in order of preference. */
export function route(message: Message, providers: readonly Provider[]): readonly Provider[] {
  const wanted = providers.filter(({ id }) => id === message.provider);
  return wanted.length > 0 ? wanted : providers;
}
