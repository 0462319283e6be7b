import { secretNames } from '../../lambda/secrets/placeholder';

/** Last words of the names that credentials have: `X-Api-Key`, `api_secret`, `authToken`. */
const CREDENTIAL_WORDS = new Set([
  'apikey',
  'authkey',
  'accesskey',
  'auth',
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'key',
  'pass',
  'passwd',
  'password',
  'pwd',
  'secret',
  'token',
]);

/** Whether a header, parameter, field or variable of this name holds a credential. */
export function isCredentialName(name: string): boolean {
  return CREDENTIAL_WORDS.has(wordsOf(name).at(-1) ?? '');
}

/** The name of a secret that a header, parameter or field becomes: `X-Api-Key` is X_API_KEY. */
export function secretNameOf(name: string): string {
  const words = wordsOf(name).join('_').toUpperCase();
  return /^[A-Z]/.test(words) ? words : `SECRET_${words}`;
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Identifiers that are long and random, and no secrets: Twilio's SIDs, UUIDs. */
const IDENTIFIER = /^(?:[A-Z]{2}[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

/** Whether a text is long and random enough to be a credential, whatever it is called: a run of letters and digits mixed. */
export function looksLikeCredential(text: string): boolean {
  if (!/^[A-Za-z0-9_+/=.-]+$/.test(text) || IDENTIFIER.test(text)) return false;
  return text.split(/[_.-]/).some((run) => run.length >= 16 && /\d/.test(run) && /[A-Za-z]/.test(run));
}

/** `Bearer`, `Basic`, MessageBird's `AccessKey`, Infobip's `App`: they stay where they are. */
const SCHEME = /^(?:Bearer|Basic|AccessKey|App|ApiKey|Api-Key|Key|Token)\s+/i;

/** A text that holds a credential, in its parts. */
export interface LiteralCredential {
  /** Stays in the configuration: an authentication scheme, or nothing. */
  readonly scheme: string;
  readonly value: string;
}

/** The credential of a text that is one; undefined if there is none, or if placeholders stand for it. */
export function literalCredential(text: string): LiteralCredential | undefined {
  if (secretNames(text).length > 0) return undefined;
  const scheme = SCHEME.exec(text)?.[0] ?? '';
  const value = text.slice(scheme.length);
  return value.trim() === '' ? undefined : { scheme, value };
}
