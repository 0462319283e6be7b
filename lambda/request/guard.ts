import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { type Reach, reachOf } from './address';
import { canonicalHost, hostName } from './hosts';
import { SendError } from './send-error';

/** As `dns.lookup` with `all: true`. */
export type Resolve = (
  host: string,
  options: dns.LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
) => void;

/** Decides which addresses the connections of one scheme may go to. */
export interface Guard {
  /** For the sockets of an agent: resolves a host to those of its addresses that may be dialled, and fails if there are none. */
  readonly lookup: LookupFunction;
  /** For a host that is an address itself, which Node dials without a lookup. @throws {SendError} of class `bad_request` */
  checkLiteral(host: string): void;
}

/**
 * https goes to global addresses, and for a private host also to private ones; http goes to private addresses of private
 * hosts only. The addresses are those that the socket then dials, so a name that resolves to another one later changes
 * nothing; an answer with several is stripped of those that are refused.
 */
export function createGuards(
  privateHosts: readonly string[],
  resolve: Resolve = dns.lookup,
): Readonly<Record<'http:' | 'https:', Guard>> {
  const names = new Set(privateHosts.map((host) => hostName(canonicalHost(host) ?? '')));
  return {
    'https:': createGuard((host) => (names.has(host) ? ['global', 'private'] : ['global']), resolve),
    'http:': createGuard((host) => (names.has(host) ? ['private'] : []), resolve),
  };
}

function createGuard(allowed: (host: string) => readonly Reach[], resolve: Resolve): Guard {
  const mayDial = (host: string, address: string) => allowed(host).includes(reachOf(address));
  return {
    lookup(host, options, callback) {
      resolve(host, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return callback(error, []);
        const permitted = addresses.filter(({ address }) => mayDial(host, address));
        const [first] = permitted;
        if (first === undefined) return callback(refusal(host, addresses), []);
        // a socket that tries both families asks for all addresses, one that is told its family for the first
        if (options.all) callback(null, permitted);
        else callback(null, first.address, first.family);
      });
    },
    checkLiteral(host) {
      if (isIP(host) !== 0 && !mayDial(host, host)) throw refusal(host, [{ address: host }]);
    },
  };
}

/** Tells the kind of address and not the address, which may be internal. */
function refusal(host: string, addresses: readonly { readonly address: string }[]): SendError {
  if (addresses.length === 0) return new SendError('unavailable', `host ${host} has no address`);
  const reaches = addresses.map(({ address }) => reachOf(address));
  const problem = reaches.includes('private')
    ? "has a private address: if it is a service inside your VPC, list it in the courier's privateHosts"
    : reaches.includes('global')
      ? 'has a public address, where plain http is not allowed: use https'
      : 'has a loopback, link-local or reserved address, which is never dialled: use the name that its provider documents';
  return new SendError('bad_request', `host ${host} ${problem}`);
}
