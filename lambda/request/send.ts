import { Connections, type Scheme } from './connections';
import { exchange } from './exchange';
import { createGuards, type Resolve } from './guard';
import { checkDestination, type Destinations, hostName } from './hosts';
import type { HttpRequest, HttpResponse } from './request';
import { SendError } from './send-error';

export { HostNotAllowed, SendError } from './send-error';

export interface Sender {
  /** Sends the request, if it goes where it may, and reads the response within `deadlineMs`. @throws {SendError} */
  send(request: HttpRequest, destinations: Destinations, deadlineMs: number): Promise<HttpResponse>;
  /** To be called as an invocation starts: closes sockets that were idle for over four seconds by the wall clock. */
  dropIdleSockets(): void;
}

export interface SenderOptions {
  /** From a provider's origin to the one that is dialled instead, wherever that is: for local use. If there is one, no other origin is dialled. */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** Host names whose private addresses may be dialled. */
  readonly privateHosts?: readonly string[];
  /** Resolves host names; `dns.lookup` by default. */
  readonly resolve?: Resolve;
}

/**
 * HTTP over kept-alive connections, to the provider's hosts and to global addresses only. Redirects are not followed.
 *
 * @throws Error if an endpoint is no origin
 */
export function createSender({ endpoints = {}, privateHosts = [], resolve }: SenderOptions = {}): Sender {
  const guards = createGuards(privateHosts, resolve);
  const guarded = new Connections({ 'http:': guards['http:'].lookup, 'https:': guards['https:'].lookup });
  // connections of their own, so that what an operator redirects opens no way for anything else
  const unguarded = new Connections();
  const overrides = new Map(Object.entries(endpoints).map(([origin, endpoint]) => [origin, parseOrigin(endpoint)]));

  return {
    async send(request, destinations, deadlineMs) {
      checkDestination(request.url, destinations);
      const override = overrides.get(request.url.origin);
      // on one machine nothing may leave it by an origin that nobody thought of
      if (override === undefined && overrides.size > 0)
        throw new SendError('bad_request', `no local endpoint stands in for ${request.url.host}`);
      const url = override === undefined ? request.url : moved(request.url, override);
      const scheme = url.protocol as Scheme;
      if (override === undefined) guards[scheme].checkLiteral(hostName(url.host));
      const connections = override === undefined ? guarded : unguarded;
      connections.dropIdle();
      return exchange(connections.agent(scheme), url, request, deadlineMs);
    },
    dropIdleSockets() {
      guarded.dropIdle();
      unguarded.dropIdle();
    },
  };
}

function parseOrigin(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Error(`invalid endpoint "${text}": give an origin, such as http://127.0.0.1:4010`);
  return url;
}

/** The same path and query elsewhere; not resolved as a reference, in which a path `//host` would be a host. */
function moved({ pathname, search }: URL, { protocol, host }: URL): URL {
  const url = new URL(`${protocol}//${host}`);
  url.pathname = pathname;
  url.search = search;
  return url;
}
