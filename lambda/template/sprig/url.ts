import { FunctionError, type GoFunction } from '../go-function';
import { ANY_MAP, STRING } from '../go-type';
import { GoMap, typeOf, type Value } from '../value';
import { define } from './define';
import { escapePart } from './url/escape';
import { hostnameOf, parseUrl, type UserInfo } from './url/parse';

export const URL_FUNCTIONS: Readonly<Record<string, GoFunction>> = {
  urlParse: define([STRING], ANY_MAP, urlParse),
  urlJoin: define([ANY_MAP], STRING, urlJoin),
};

function urlParse(text: string): GoMap {
  const url = explained('unable to parse url', () => parseUrl(text));
  const { scheme, host, path, query, opaque, fragment, user } = url;
  const parts = { scheme, host, hostname: hostnameOf(url), path, query, opaque, fragment };
  return new GoMap(new Map<string, Value>([...Object.entries(parts), ['userinfo', showUser(user)]]));
}

/** https://pkg.go.dev/net/url#URL.String */
function urlJoin(map: GoMap): string {
  const [scheme, host, path, query, opaque, fragment, userInfo] = [
    'scheme',
    'host',
    'path',
    'query',
    'opaque',
    'fragment',
    'userinfo',
  ].map((key) => textOf(map, key)) as [string, string, string, string, string, string, string];
  const user = userInfo === '' ? undefined : readUser(userInfo);
  let url = scheme === '' ? '' : `${scheme}:`;
  if (opaque !== '') url += opaque;
  else {
    const hasAuthority = scheme !== '' || host !== '' || user !== undefined;
    if (hasAuthority && (host !== '' || path !== '' || user !== undefined)) url += '//';
    if (user !== undefined) url += `${showUser(user)}@`;
    url += escapePart(host, 'host');
    const escaped = path === '*' ? '*' : escapePart(path, 'path');
    if (escaped !== '' && !escaped.startsWith('/') && host !== '') url += '/';
    // else what stands before the colon would be taken for a scheme
    if (url === '' && (escaped.split('/')[0] ?? '').includes(':')) url += './';
    url += escaped;
  }
  if (query !== '') url += `?${query}`;
  return fragment === '' ? url : `${url}#${escapePart(fragment, 'fragment')}`;
}

function textOf({ entries }: GoMap, key: string): string {
  const value = entries.get(key);
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  const kind = typeOf(value)?.kind;
  throw new FunctionError(
    kind === undefined
      ? 'runtime error: invalid memory address or nil pointer dereference'
      : `unable to parse ${key} key, must be of type string, but ${kind} found`,
  );
}

function readUser(text: string): UserInfo | undefined {
  return explained('unable to parse userinfo in dict', () => parseUrl(`proto://${text}@host`)).user;
}

function showUser(user: UserInfo | undefined): string {
  if (user === undefined) return '';
  const { name, password } = user;
  return escapePart(name, 'userinfo') + (password === undefined ? '' : `:${escapePart(password, 'userinfo')}`);
}

function explained<T>(problem: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof FunctionError) throw new FunctionError(`${problem}: ${error.message}`);
    throw error;
  }
}
