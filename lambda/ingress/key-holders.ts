import type { SecretReference, SourceConfig } from '../config';
import type { SecretHolder } from '../secrets/secrets';
import type { Credentials } from './credentials';

/** Whose the keys are that are good for every source that signs nothing. */
const DOOR = 'ingress';

/** A source, with the keys that it signs by. */
export interface SigningSource extends Pick<SourceConfig, 'id' | 'type'> {
  readonly keys: readonly SecretReference[];
}

/** Who binds the ingress's keys, and by which names operators know them. */
export function keyHolders(
  { apiKeys, basicAuth }: Credentials,
  sources: readonly SigningSource[],
): readonly SecretHolder[] {
  const own = { ...named('API_KEY', apiKeys), ...named('BASIC_AUTH_PASSWORD', basicAuth?.passwords ?? []) };
  return [
    { id: DOOR, secrets: own },
    ...sources.map(({ id, type, keys }) => ({
      id,
      secrets: named(type === 'zitadel' ? 'SIGNING_KEY' : 'SECRET', keys),
    })),
  ];
}

/** Of two, the second is the one before. */
function named(name: string, references: readonly SecretReference[]): Record<string, SecretReference> {
  return Object.fromEntries(references.map((reference, index) => [index === 0 ? name : `PREVIOUS_${name}`, reference]));
}
