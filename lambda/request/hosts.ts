import { isIPv6 } from 'node:net';
import type { HttpProviderConfig } from '../config';
import { HostNotAllowed, SendError } from './send-error';

/** Where a provider's requests may go. */
export interface Destinations {
  /** As `URL.host`: in lower case, with the port where it is not the scheme's own. */
  readonly hosts: ReadonlySet<string>;
  /** Plain http is allowed as well as https; the connection still goes to private addresses of private hosts only. */
  readonly plainHttp: boolean;
}

/** What a provider's configuration allows: the hosts that its author lists, else the one that its url names. */
export function destinationsOf({ request, allowedHosts, allowPlainHttp = false }: HttpProviderConfig): Destinations {
  const hosts = allowedHosts?.map(canonicalHost) ?? [hostOf(request.url)];
  return { hosts: new Set(hosts.filter((host) => host !== undefined)), plainHttp: allowPlainHttp };
}

/** Where the requests for its access tokens may go: the token endpoint, and nowhere else. */
export function tokenDestinationsOf({ request: { auth } }: HttpProviderConfig): Destinations {
  const host = auth?.type === 'oauth2_client_credentials' ? hostOf(auth.config.token_url) : undefined;
  return { hosts: new Set(host === undefined ? [] : [host]), plainHttp: false };
}

/** @throws {SendError} of class `bad_request`, which never holds the url: there may be a secret or a number in it */
export function checkDestination(url: URL, { hosts, plainHttp }: Destinations): void {
  if (hosts.size === 0)
    throw new SendError('bad_request', 'the provider has no host: write it out in url, without {$…}');
  if (!hosts.has(url.host)) throw new HostNotAllowed(url.host);
  if (url.username !== '' || url.password !== '')
    throw new SendError('bad_request', `the url of ${url.host} holds a user or password: use auth`);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && plainHttp)) return;
  throw new SendError(
    'bad_request',
    `${url.protocol}//${url.host} is not allowed: use https, since codes and credentials travel in it`,
  );
}

/** The host that a configured url names, as `URL.host`; `undefined` if the url names none or a `{$NAME}` is part of it. */
export function hostOf(url: string): string | undefined {
  const [one, other] = ['1', '2'].map((filler) => parse(url.replace(/\{\$\w+\}/g, filler))?.host);
  return one === other ? one : undefined;
}

/**
 * A host as an author writes it (`SMS.example.com`, `sms.example.com:8443`, `10.0.3.4`, `fd12::1`) in the form of `URL.host`;
 * `undefined` if it is none.
 */
export function canonicalHost(text: string): string | undefined {
  const host = parse(`https://${isIPv6(text) ? `[${text}]` : text}/`)?.host;
  const isBare = /^[^\s/\\?#@]+$/.test(text);
  return isBare && host !== undefined && /^([a-z0-9._-]+|\[[0-9a-f:]+\])(:\d+)?$/.test(host) ? host : undefined;
}

/** The host name of an `URL.host`, as a socket is told it: without port and brackets. */
export function hostName(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

function parse(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}
