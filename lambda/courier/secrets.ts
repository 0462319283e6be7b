import type { SecretsAnswer } from '../contract';
import type { CourierServices } from './services';

/** Which secrets the courier reads and whether it can. It reads them as it does for a message, and tells of no value. */
export async function secrets({ delivery, secrets }: CourierServices): Promise<SecretsAnswer> {
  await secrets.reload();
  return {
    secrets: delivery.config.providers.flatMap((provider) =>
      Object.entries(provider.secrets).map(([name, reference]) => ({
        provider: provider.id,
        name,
        source: reference.source,
        parameter: reference.name,
        ...(reference.field === undefined ? {} : { field: reference.field }),
        readable: secrets.isKnown(reference),
      })),
    ),
  };
}
