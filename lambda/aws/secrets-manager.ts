import { parseStoreKey } from '../secrets/references';
import type { FetchSecrets } from '../secrets/store';
import { AwsError, callJson } from './signed-call';

/** Reads secrets of Secrets Manager; a key is an ARN, or an ARN and the field of a JSON secret. */
export const fetchFromSecretsManager: FetchSecrets = async (keys) => {
  const names = [...new Set(keys.map((key) => parseStoreKey(key).name))];
  const texts = new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
  return new Map(
    keys.flatMap((key) => {
      const { name, field } = parseStoreKey(key);
      const text = texts.get(name);
      const value = text === undefined || field === undefined ? text : secretField(text, field);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
};

/** `InvalidRequestException`: it is marked for deletion. It is as good as gone, and those of other providers are not. */
const GONE: ReadonlySet<string> = new Set(['ResourceNotFoundException', 'InvalidRequestException']);

/** Undefined for a secret that is not there or has no value yet. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
async function read(SecretId: string): Promise<string | undefined> {
  const call = { service: 'secretsmanager', target: 'secretsmanager.GetSecretValue', input: { SecretId } };
  try {
    return ((await callJson(call)) as { readonly SecretString?: string }).SecretString;
  } catch (error) {
    if (error instanceof AwsError && GONE.has(error.name)) return undefined;
    throw error;
  }
}

/** A field of a secret that is a JSON object. */
export function secretField(text: string, field: string): string | undefined {
  try {
    const value: unknown = (JSON.parse(text) as Record<string, unknown> | null)?.[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
