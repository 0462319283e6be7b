import { Token } from 'cdktf';
import { bodyFormat } from '../../../lambda/request/content-type';
import { isJsonnetUrl } from '../../../lambda/request/jsonnet-url';
import { jsonnetSecretNames } from '../../../lambda/secrets/jsonnet-secrets';
import { secretNames } from '../../../lambda/secrets/placeholder';
import type { ProviderDefinition } from '../../provider-definition';
import { credentialsOf } from './auth';

/** Reports all that is wrong with a request config and can be known without running it. */
export function checkRequest({ id, request, secrets }: ProviderDefinition): void {
  const problems = [
    ...checkId(id),
    ...checkUrl('url', request.url),
    ...(request.auth?.type === 'oauth2_client_credentials'
      ? checkUrl('auth.config.token_url', request.auth.config.token_url)
      : []),
    ...checkMethod(request.method),
    ...checkHeaders(request.headers),
    ...checkCredentials(request),
    ...checkPlaceholders(request, Object.keys(secrets)),
  ];
  if (problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
}

type Request = ProviderDefinition['request'];

function checkId(id: string): string[] {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(id)
    ? []
    : [`invalid id "${id}": use 1 to 64 letters, digits and _.-`];
}

function checkUrl(name: string, url: string): string[] {
  if (Token.isUnresolved(url) || (name === 'url' && isJsonnetUrl(url))) return [];
  const left = /<[^>]*>/.exec(url);
  if (left !== null) return [`${name} holds the placeholder ${left[0]}: replace it with your own value`];
  let parsed: URL;
  try {
    parsed = new URL(url.replace(/\{\$\w+\}/g, PLACEHOLDER_STAND_IN));
  } catch {
    return [`invalid ${name} "${url}": give an absolute URL, such as https://sms.example.com/send`];
  }
  if (parsed.protocol !== 'https:')
    return [
      `${name} has the scheme ${parsed.protocol}//: only https is allowed, since codes and credentials travel in it`,
    ];
  if (parsed.username !== '' || parsed.password !== '') return [`${name} holds a user or password: use auth`];
  if (parsed.host.includes(PLACEHOLDER_STAND_IN))
    return [`${name} holds a secret in its host: hosts must be known before a message comes`];
  return [];
}

const PLACEHOLDER_STAND_IN = 'secret-stand-in';

function checkMethod(method: string): string[] {
  // a method is a token: https://www.rfc-editor.org/rfc/rfc9110#section-9.1
  return /^[A-Z!#$%&'*+.^_`|~0-9-]+$/.test(method) ? [] : [`invalid method "${method}": use POST, PUT, GET …`];
}

function checkHeaders(headers: Request['headers']): string[] {
  const seen = new Map<string, string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    const twin = seen.get(lower);
    seen.set(lower, name);
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) return [`invalid header name "${name}"`];
    if (twin !== undefined) return [`headers ${twin} and ${name} are the same header: keep one`];
    if (/[\r\n\0]/.test(value)) return [`header ${name} holds a line break`];
    if (lower === 'content-type' && !Token.isUnresolved(value) && bodyFormat(value) === undefined) {
      return [`unsupported Content-Type "${value}": use application/json or application/x-www-form-urlencoded`];
    }
    return [];
  });
}

/** A token in a credential would bring its value into Terraform's state. */
function checkCredentials({ auth, headers }: Request): string[] {
  const inHeaders = Object.entries(headers)
    .filter(([name]) => name.toLowerCase() === 'authorization')
    .map(([name, value]) => [`header ${name}`, value] as const);
  const credentials = [...inHeaders, ...credentialsOf(auth)];
  return credentials
    .filter(([, value]) => Token.isUnresolved(value))
    .map(
      ([where]) =>
        `${where} is a Terraform token, so its value would be written to the state: use {$NAME} and bind NAME in secrets`,
    );
}

function checkPlaceholders({ url, headers, auth, body }: Request, bound: readonly string[]): string[] {
  const texts = [...Object.values(headers), ...(auth === undefined ? [] : (Object.values(auth.config) as string[]))];
  const inUrl = isJsonnetUrl(url) ? jsonnetSecretNames(url) : secretNames(url);
  const used = [...inUrl, ...texts.flatMap(secretNames), ...(body === undefined ? [] : jsonnetSecretNames(body))];
  const unbound = [...new Set(used)].filter((name) => !bound.includes(name));
  return unbound.map((name) => `{$${name}} names no secret: add secrets: { ${name}: SmsSecret.fromSsmParameter('…') }`);
}
