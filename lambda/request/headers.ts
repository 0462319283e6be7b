import {
  fillSecrets,
  parseSecretText,
  type SecretText,
  SecretUnavailable,
  type SecretValues,
} from '../secrets/placeholder';

/** What the transport writes itself; as in Go a configured one has no effect. */
const TRANSPORT_HEADERS = ['host', 'content-length', 'transfer-encoding', 'trailer', 'connection'];

export function parseHeaders(headers: Readonly<Record<string, string>>): (readonly [string, SecretText])[] {
  return Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), parseSecretText(value)] as const)
    .filter(([name]) => !TRANSPORT_HEADERS.includes(name));
}

/** A header's value with its secrets. @throws SecretUnavailable if one of them would break the header */
export function fillHeader(name: string, text: SecretText, secrets: SecretValues): string {
  return fillSecrets(text, { get: (secret) => singleLine(secret, secrets.get(secret), name) }, (value) => value);
}

/** A line break in a credential would start a header of its own; it is nearly always one that was pasted along. */
function singleLine(secret: string, value: string, where: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that a header must not hold
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
    throw new SecretUnavailable(
      `the value of {$${secret}} in ${where} holds a line break or control character: store it without`,
      'missing',
    );
  }
  return value;
}
