import { Token } from 'cdktf';
import type { AuthConfig } from '../../../lambda/config';
import { bodyFormat } from '../../../lambda/request/content-type';
import { canonicalHost, hostOf } from '../../../lambda/request/hosts';
import { isJsonnetUrl } from '../../../lambda/request/jsonnet-url';
import { jsonnetSecretNames } from '../../../lambda/secrets/jsonnet-secrets';
import { secretNames } from '../../../lambda/secrets/placeholder';
import type { HttpDefinition } from '../../provider-definition';
import { credentialsOf } from './auth';

/** Reports all that is wrong with a request config and can be known without running it. */
export function checkRequest({ id, request, secrets, hosts, allowPlainHttp = false }: HttpDefinition): void {
  const problems = [
    ...checkId(id),
    ...checkUrl('url', request.url, allowPlainHttp),
    ...checkListedHosts(request.url, hosts),
    ...(request.auth?.type === 'oauth2_client_credentials'
      ? checkUrl('auth.config.token_url', request.auth.config.token_url, false)
      : []),
    ...checkMethod(request.method),
    ...checkHeaders(request.headers),
    ...checkAuthNames(request.auth),
    ...checkCredentials(request),
    ...checkPlaceholders(request, Object.keys(secrets)),
  ];
  if (problems.length > 0) throw new Error(`provider ${id}: ${problems.join('; ')}`);
}

type Request = HttpDefinition['request'];

function checkId(id: string): string[] {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(id)
    ? []
    : [`invalid id "${id}": use 1 to 64 letters, digits and _.-`];
}

function checkUrl(name: string, url: string, allowPlainHttp: boolean): string[] {
  if (Token.isUnresolved(url) || (name === 'url' && isJsonnetUrl(url))) return [];
  const left = /<[^>]*>/.exec(url);
  if (left !== null) return [`${name} holds the placeholder ${left[0]}: replace it with your own value`];
  let parsed: URL;
  try {
    parsed = new URL(url.replace(/\{\$\w+\}/g, '1'));
  } catch {
    return [`invalid ${name} "${url}": give an absolute URL, such as https://sms.example.com/send`];
  }
  if (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && allowPlainHttp)) {
    const remedy = name === 'url' ? '; for a service inside your VPC set allowPlainHttp' : '';
    return [
      `${name} has the scheme ${parsed.protocol}//: only https is allowed, since codes and credentials travel in it${remedy}`,
    ];
  }
  if (parsed.username !== '' || parsed.password !== '') return [`${name} holds a user or password: use auth`];
  if (hostOf(url) === undefined)
    return [`${name} holds a secret in its host: hosts must be known before a message comes, so write it out`];
  return [];
}

function checkListedHosts(url: string, hosts: readonly string[] | undefined): string[] {
  const isComputed = !Token.isUnresolved(url) && isJsonnetUrl(url);
  if (hosts === undefined)
    return isComputed ? ["the url is Jsonnet: list the hosts that it may name, as in hosts: ['sms.example.com']"] : [];
  if (Token.isUnresolved(hosts)) return ['hosts is a Terraform token: give the list itself, whose items may be tokens'];
  if (hosts.length === 0) return ['hosts is empty: name at least one, or leave it out for the host of the url'];
  const known = hosts.filter((host) => !Token.isUnresolved(host));
  const invalid = known.filter((host) => canonicalHost(host) === undefined);
  if (invalid.length > 0)
    return invalid.map((host) => `invalid host "${host}": give a host name alone, such as sms.example.com`);
  const own = Token.isUnresolved(url) ? undefined : hostOf(url);
  return own === undefined || known.length < hosts.length || known.map(canonicalHost).includes(own)
    ? []
    : [`hosts does not list ${own}, which the url names: add it`];
}

function checkMethod(method: string): string[] {
  if (method === 'CONNECT') return ['method CONNECT opens a tunnel and sends nothing: use POST, PUT, GET …'];
  // a method is a token: https://www.rfc-editor.org/rfc/rfc9110#section-9.1
  return /^[A-Z!#$%&'*+.^_`|~0-9-]+$/.test(method) ? [] : [`invalid method "${method}": use POST, PUT, GET …`];
}

/**
 * Headers of the connection, with which a request would be framed or routed otherwise than the courier means it. Ory's HTTP client
 * drops host, content-length, transfer-encoding and trailer: https://pkg.go.dev/net/http#Request.Write
 */
const CONNECTION_HEADERS = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.1 */
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

function checkHeaders(headers: Request['headers']): string[] {
  const seen = new Map<string, string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    const twin = seen.get(lower);
    seen.set(lower, name);
    if (!HEADER_NAME.test(name)) return [`invalid header name "${name}"`];
    if (twin !== undefined) return [`headers ${twin} and ${name} are the same header: keep one`];
    if (CONNECTION_HEADERS.includes(lower)) return [`header ${name} belongs to the connection: leave it out`];
    if (/[\r\n\0]/.test(value)) return [`header ${name} holds a line break`];
    if (lower === 'content-type' && !Token.isUnresolved(value) && bodyFormat(value) === undefined) {
      return [`unsupported Content-Type "${value}": use application/json or application/x-www-form-urlencoded`];
    }
    return [];
  });
}

/** A token in a credential would bring its value into Terraform's state. */
function checkCredentials(request: Request): string[] {
  return credentials(request)
    .filter(([, value]) => Token.isUnresolved(value))
    .map(
      ([where]) =>
        `${where} is a Terraform token, so its value would be written to the state: use {$NAME} and bind NAME in secrets`,
    );
}

/** Credentials that are written out: all who may read the program or the function's code read them there. */
export function writtenCredentials({ id, request }: HttpDefinition): string[] {
  return credentials(request)
    .filter(([, value]) => !Token.isUnresolved(value) && secretNames(value).length === 0)
    .map(
      ([where]) =>
        `provider ${id}: ${where} is written out, and so is in the function's code for all to read: use {$NAME} and bind NAME in secrets`,
    );
}

/** Words in the names of headers that carry credentials: `X-Api-Key`, `X-Auth-Token`. */
const CREDENTIALS = ['accesskey', 'apikey', 'auth', 'authorization', 'cookie', 'key', 'password', 'secret', 'token'];

/** What proves the courier to the provider, each with where it stands. */
function credentials({ auth, headers }: Request): (readonly [where: string, value: string])[] {
  const isCredential = (name: string) =>
    name
      .toLowerCase()
      .split(/[-_]/)
      .some((word) => CREDENTIALS.includes(word));
  return [
    ...Object.entries(headers).flatMap(([name, value]) =>
      isCredential(name) ? [[`header ${name}`, value] as const] : [],
    ),
    ...credentialsOf(auth),
  ];
}

/** The headers and cookie that an auth block sets. */
function checkAuthNames(auth: AuthConfig | undefined): string[] {
  return authNames(auth).flatMap(([where, name, isHeader]) => {
    if (!HEADER_NAME.test(name)) return [`invalid ${where} "${name}": use letters, digits and hyphens`];
    return isHeader && CONNECTION_HEADERS.includes(name.toLowerCase())
      ? [`${where} ${name} belongs to the connection: use another`]
      : [];
  });
}

function authNames(auth: AuthConfig | undefined): (readonly [where: string, name: string, isHeader: boolean])[] {
  if (auth?.type === 'api_key') return [['auth.config.name', auth.config.name, auth.config.in === 'header']];
  if (auth?.type !== 'hmac') return [];
  const { header, timestamp_header } = auth.config;
  return [
    ['auth.config.header', header, true],
    ...(timestamp_header === undefined ? [] : [['auth.config.timestamp_header', timestamp_header, true] as const]),
  ];
}

function checkPlaceholders({ url, headers, auth, body }: Request, bound: readonly string[]): string[] {
  const texts = [...Object.values(headers), ...(auth === undefined ? [] : (Object.values(auth.config) as string[]))];
  const inUrl = isJsonnetUrl(url) ? jsonnetSecretNames(url) : secretNames(url);
  const used = [...inUrl, ...texts.flatMap(secretNames), ...(body === undefined ? [] : jsonnetSecretNames(body))];
  const unbound = [...new Set(used)].filter((name) => !bound.includes(name));
  return unbound.map((name) => `{$${name}} names no secret: add secrets: { ${name}: SmsSecret.fromSsmParameter('…') }`);
}
