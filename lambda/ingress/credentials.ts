import type { SecretReference } from '../config';
import { type Keys, sameText } from './keys';
import { unauthorized } from './refusal';
import type { IngressRequest } from './request';

/** By lower-case name, as headers come. */
export const API_KEY_HEADER = 'x-api-key';

/** What senders that sign nothing prove themselves with; either will do. */
export interface Credentials {
  readonly apiKeys: readonly SecretReference[];
  readonly basicAuth?: { readonly user: string; readonly passwords: readonly SecretReference[] };
}

/** Lets a request in that brings an API key or a user's password. @throws {Refusal} */
export async function checkCredentials(
  { headers }: IngressRequest,
  { apiKeys, basicAuth }: Credentials,
  keys: Keys,
): Promise<void> {
  const key = headers[API_KEY_HEADER];
  if (key !== undefined && apiKeys.length > 0 && (await keys.some(apiKeys, (known) => sameText(key, known)))) return;
  const basic = basicAuth === undefined ? undefined : readBasic(headers['authorization']);
  if (basicAuth !== undefined && basic !== undefined) {
    const isUser = sameText(basic.user, basicAuth.user);
    const isPassword = await keys.some(basicAuth.passwords, (known) => sameText(basic.password, known));
    if (isUser && isPassword) return;
  }
  const accepted = [...(apiKeys.length > 0 ? ['an X-Api-Key header'] : []), ...(basicAuth ? ['basic auth'] : [])];
  throw unauthorized(
    key === undefined && basic === undefined
      ? `no credential: send ${accepted.join(' or ')}`
      : `wrong credential: send ${accepted.join(' or ')} with the value that this courier knows`,
  );
}

/** https://www.rfc-editor.org/rfc/rfc7617 */
function readBasic(header: string | undefined): { readonly user: string; readonly password: string } | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const at = text.indexOf(':');
  return at === -1 ? undefined : { user: text.slice(0, at), password: text.slice(at + 1) };
}
