import type { SecretsAnswer } from '../contract';
import type { SecretHolder, Secrets } from './secrets';

/** Which secrets are bound and whether there is a value for each. All are read as they are for a message, and none is told. */
export async function standOf(holders: readonly SecretHolder[], secrets: Secrets): Promise<SecretsAnswer> {
  await secrets.reload();
  return {
    secrets: holders.flatMap((holder) =>
      Object.entries(holder.secrets).map(([name, reference]) => ({
        provider: holder.id,
        name,
        source: reference.source,
        parameter: reference.name,
        ...(reference.field === undefined ? {} : { field: reference.field }),
        readable: secrets.isKnown(reference),
      })),
    ),
  };
}
