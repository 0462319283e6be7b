import { quote } from '../../format';
import { FunctionError } from '../../go-function';
import { unescapePart } from './escape';

export interface UserInfo {
  readonly name: string;
  readonly password?: string;
}

export interface GoUrl {
  readonly scheme: string;
  readonly opaque: string;
  readonly user?: UserInfo;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** As https://pkg.go.dev/net/url#Parse, which takes more for a URL than a browser does. @throws FunctionError */
export function parseUrl(text: string): GoUrl {
  const [beforeFragment, fragment = ''] = cut(text, '#');
  const url = naming(beforeFragment, () => parseWithoutFragment(beforeFragment));
  return { ...url, fragment: naming(text, () => unescapePart(fragment, 'fragment')) };
}

function naming<T>(text: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw new FunctionError(`parse ${quote(text)}: ${error.message}`);
  }
}

function parseWithoutFragment(text: string): Omit<GoUrl, 'fragment'> {
  if (/\p{Cc}/u.test(text.replace(/[\u0080-\u009f]/g, '')))
    throw new FunctionError('net/url: invalid control character in URL');
  if (text === '*') return { scheme: '', opaque: '', host: '', path: '*', query: '' };
  const [scheme, afterScheme] = readScheme(text);
  const [beforeQuery, query = ''] = cut(afterScheme, '?');
  const base = { scheme, opaque: '', host: '', path: '', query };
  if (!beforeQuery.startsWith('/')) {
    if (scheme !== '') return { ...base, opaque: beforeQuery };
    if ((beforeQuery.split('/')[0] ?? '').includes(':'))
      throw new FunctionError('first path segment in URL cannot contain colon');
  }
  if (!beforeQuery.startsWith('//') || (scheme === '' && beforeQuery.startsWith('///')))
    return { ...base, path: unescapePart(beforeQuery, 'path') };
  const slash = beforeQuery.indexOf('/', 2);
  const authority = beforeQuery.slice(2, slash < 0 ? undefined : slash);
  const path = slash < 0 ? '' : beforeQuery.slice(slash);
  return { ...base, ...parseAuthority(authority), path: unescapePart(path, 'path') };
}

/** The scheme in small letters, and what follows it. */
function readScheme(text: string): readonly [string, string] {
  if (text.startsWith(':')) throw new FunctionError('missing protocol scheme');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1];
  return scheme === undefined ? ['', text] : [scheme.toLowerCase(), text.slice(scheme.length + 1)];
}

function parseAuthority(authority: string): Pick<GoUrl, 'user' | 'host'> {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (at < 0) return { host };
  const userInfo = authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(userInfo)) throw new FunctionError('net/url: invalid userinfo');
  const [name, password] = cut(userInfo, ':');
  return {
    host,
    user: {
      name: unescapePart(name, 'userinfo'),
      ...(password === undefined ? {} : { password: unescapePart(password, 'userinfo') }),
    },
  };
}

function parseHost(host: string): string {
  const bracket = host.startsWith('[') ? host.lastIndexOf(']') : 0;
  if (bracket < 0) throw new FunctionError("missing ']' in host");
  const colon = host.startsWith('[') ? bracket + 1 : host.lastIndexOf(':');
  const port = colon < 0 ? '' : host.slice(colon);
  if (!/^(:[0-9]*)?$/.test(port)) throw new FunctionError(`invalid port ${quote(port)} after host`);
  return unescapePart(host, 'host');
}

/** Without the port and the brackets of an IPv6 address. */
export function hostnameOf({ host }: GoUrl): string {
  const name =
    /:[0-9]*$/.test(host) && (!host.startsWith('[') || /\]:[0-9]*$/.test(host)) ? host.replace(/:[0-9]*$/, '') : host;
  return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
}

function cut(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
