import http from 'node:http';
import https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';

/** A socket that has been idle for longer is not used again: providers close theirs, and a frozen function does not notice. */
const MAX_IDLE_MS = 4_000;

/**
 * How long one address of a host is tried before the next, in milliseconds. Node's 250 give an address up for good that is far away, or
 * that has answered while the function was busy to start; what is left is then an IPv6 address, which few functions can reach.
 * https://nodejs.org/api/net.html#netsetdefaultautoselectfamilyattempttimeoutvalue
 */
const ADDRESS_MS = 1_000;

export type Scheme = 'http:' | 'https:';

/** Kept-alive connections of both schemes. */
export class Connections {
  private readonly agents: Readonly<Record<Scheme, http.Agent>>;
  /** Milliseconds since the epoch: a monotonic clock may stand still while the function is frozen. */
  private readonly idleSince = new WeakMap<Socket, number>();

  /** `lookup` gives the addresses to dial, in place of the system's resolver. */
  constructor(lookup?: Readonly<Record<Scheme, LookupFunction>>) {
    const options = (scheme: Scheme): http.AgentOptions => ({
      keepAlive: true,
      autoSelectFamilyAttemptTimeout: ADDRESS_MS,
      ...(lookup === undefined ? {} : { lookup: lookup[scheme] }),
    });
    this.agents = { 'http:': new http.Agent(options('http:')), 'https:': new https.Agent(options('https:')) };
    for (const agent of Object.values(this.agents)) {
      agent.on('free', (socket: Socket) => this.idleSince.set(socket, Date.now()));
    }
  }

  agent(scheme: Scheme): http.Agent {
    return this.agents[scheme];
  }

  /** Closes sockets that have been idle for over four seconds by the wall clock. */
  dropIdle(): void {
    const oldest = Date.now() - MAX_IDLE_MS;
    for (const agent of Object.values(this.agents)) {
      for (const sockets of Object.values(agent.freeSockets)) {
        for (const socket of sockets ?? []) if ((this.idleSince.get(socket) ?? 0) < oldest) socket.destroy();
      }
    }
  }
}
