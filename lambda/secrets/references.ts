import type { SecretReference } from '../config';

const FIELD_MARK = '#';

/** A secret's name in a store: Secrets Manager's ARNs hold no `#`. */
export function storeKey({ name, field }: SecretReference): string {
  return field === undefined ? name : name + FIELD_MARK + field;
}

/** The secret that a key of Secrets Manager stands for, and its field. */
export function parseStoreKey(key: string): { readonly name: string; readonly field: string | undefined } {
  const at = key.indexOf(FIELD_MARK);
  return at === -1 ? { name: key, field: undefined } : { name: key.slice(0, at), field: key.slice(at + 1) };
}
