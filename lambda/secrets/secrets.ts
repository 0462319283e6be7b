import type { ProviderConfig, SecretReference } from '../config';
import { BuildError } from '../request/request';
import type { SecretValues } from './placeholder';
import { storeKey } from './references';
import { type FetchSecrets, SecretStore } from './store';

/** How each source is read. */
export type SecretFetchers = Readonly<Record<SecretReference['source'], FetchSecrets>>;

/** Who binds secrets: a provider, or the ingress. */
export type SecretHolder = Pick<ProviderConfig, 'id' | 'secrets'>;

/** All secrets of a courier, from wherever they are kept. */
export class Secrets {
  private readonly stores: Readonly<Record<SecretReference['source'], SecretStore>>;

  constructor(providers: readonly SecretHolder[], fetchers: SecretFetchers, now: () => number) {
    const references = providers.flatMap(({ secrets }) => Object.values(secrets));
    const store = (source: SecretReference['source']) => {
      const keys = references.filter((reference) => reference.source === source).map(storeKey);
      return new SecretStore([...new Set(keys)], fetchers[source], now);
    };
    this.stores = { ssm: store('ssm'), secretsmanager: store('secretsmanager') };
  }

  /** Makes sure that values are there and fresh; never throws. */
  async load(): Promise<void> {
    await Promise.all(Object.values(this.stores).map((store) => store.load()));
  }

  /** Reads anew after a provider refused a credential. Returns whether anything changed. */
  async refresh(): Promise<boolean> {
    const changed = await Promise.all(Object.values(this.stores).map((store) => store.refresh()));
    return changed.includes(true);
  }

  /** Reads them all now: somebody wants to know how they stand. Never throws. */
  async reload(): Promise<void> {
    await Promise.all(Object.values(this.stores).map((store) => store.reload()));
  }

  /** Whether there is a value. */
  isKnown(reference: SecretReference): boolean {
    return this.stores[reference.source].peek(storeKey(reference)) !== undefined;
  }

  /** A provider sees the secrets that it binds, and no others. */
  of({ id, secrets }: SecretHolder): SecretValues {
    return {
      get: (name) => {
        const reference = secrets[name];
        if (reference === undefined) throw new BuildError(`{$${name}}: provider ${id} binds no such secret`);
        return this.stores[reference.source].get(storeKey(reference));
      },
    };
  }

  /** The values that are known of a provider's secrets, to keep them out of logs. */
  known({ secrets }: ProviderConfig): string[] {
    return Object.values(secrets).flatMap((reference) => this.stores[reference.source].peek(storeKey(reference)) ?? []);
  }
}
