import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { parseStoreKey } from '../secrets/references';
import type { FetchSecrets } from '../secrets/store';

/** Reads secrets of Secrets Manager; a key is an ARN, or an ARN and the field of a JSON secret. */
export function fetchFromSecretsManager(client: SecretsManagerClient = new SecretsManagerClient({})): FetchSecrets {
  return async (keys) => {
    const names = [...new Set(keys.map((key) => parseStoreKey(key).name))];
    const texts = new Map(await Promise.all(names.map(async (name) => [name, await read(client, name)] as const)));
    return new Map(
      keys.flatMap((key) => {
        const { name, field } = parseStoreKey(key);
        const text = texts.get(name);
        const value = text === undefined || field === undefined ? text : fieldOf(text, field);
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  };
}

/** Undefined for a secret that is not there or has no value yet. */
async function read(client: SecretsManagerClient, SecretId: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function fieldOf(text: string, field: string): string | undefined {
  try {
    const value: unknown = (JSON.parse(text) as Record<string, unknown> | null)?.[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
