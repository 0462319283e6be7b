/** `{$NAME}` in a configuration text: the secret that the provider binds to NAME. */
const PLACEHOLDER = /\{\$([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A configuration text taken apart once, so that a secret's value is never searched for placeholders. */
export type SecretText = readonly (string | { readonly secret: string })[];

export function parseSecretText(text: string): SecretText {
  const parts: (string | { secret: string })[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ secret: match[1] as string });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

export function secretNames(text: string): string[] {
  return parseSecretText(text).flatMap((part) => (typeof part === 'string' ? [] : [part.secret]));
}

/** Fills in the secrets; `encode` makes a value fit where it stands, so that it cannot change the structure around it. */
export function fillSecrets(text: SecretText, secrets: SecretValues, encode: (value: string) => string): string {
  return text.map((part) => (typeof part === 'string' ? part : encode(secrets.get(part.secret)))).join('');
}

/** The values of one provider's secrets. */
export interface SecretValues {
  /** @throws {SecretUnavailable} */
  get(name: string): string;
}

/** A secret that cannot be had now. Names the secret and where it is kept, never a value. */
export class SecretUnavailable extends Error {
  override readonly name = 'SecretUnavailable';

  constructor(
    message: string,
    /** `missing`: there is no such parameter or it has no value; `unreachable`: the store did not answer. */
    readonly problem: 'missing' | 'unreachable',
  ) {
    super(message);
  }
}
