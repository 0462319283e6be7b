import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AcceptedMessage,
  type EmulatedRequest,
  type EmulatedResponse,
  emulate,
  type Fault,
  type ProviderEmulator,
} from '../lib/providers/emulator-base';
import { type LocalServer, readText, serve } from './http';

/** A request that an emulator has received whole. */
export interface ProviderRequest {
  /** The emulator's id. */
  readonly provider: string;
  /** Of the real API that the emulator stands in for. */
  readonly origin: string;
  readonly request: EmulatedRequest;
  /** Absent where the connection is cut instead. */
  readonly response?: EmulatedResponse;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Of its answer; absent where the connection is cut instead. */
  readonly status?: number;
  /** Absent: the provider refused it. */
  readonly accepted?: AcceptedMessage;
}

export interface ProviderEvents {
  /** A whole request is there. What it asks for is done from now on, whether or not the answer reaches anybody. */
  request: [ProviderRequest];
  /** The answer has been written, or its client is gone. */
  response: [ProviderRequest];
}

/** Decides for each request whether something is to go wrong with it. */
export type FaultPlan = (request: EmulatedRequest) => Fault | undefined;

/** Emulated providers, each on a port of its own. */
export interface ProviderServer {
  readonly events: EventEmitter<ProviderEvents>;
  /** From a provider's real origin to the one that answers here. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** By origin: the codes of the provider's own errors that a fault may name. */
  readonly errorCodes: Readonly<Record<string, readonly string[]>>;
  /** Received and not answered. */
  inFlight(): readonly ProviderRequest[];
  /**
   * From now on this goes wrong at the origin: always the same, or what is decided for each request (`down` cannot be: there is no
   * request to decide on). Without a fault all is well again.
   */
  setFault(origin: string, fault?: Fault | FaultPlan): Promise<void>;
  close(): Promise<void>;
}

/** How long a provider takes to answer: always, or each time anew. */
export type Latency = number | (() => number);

interface Served {
  readonly server: LocalServer;
  fault: Fault | FaultPlan | undefined;
}

export async function startProviderServer(
  emulators: readonly ProviderEmulator[],
  latencyMs: Latency,
): Promise<ProviderServer> {
  const events = new EventEmitter<ProviderEvents>();
  const inFlight = new Set<ProviderRequest>();
  const served = new Map<string, Served>();

  const answer = async (emulator: ProviderEmulator, incoming: IncomingMessage, outgoing: ServerResponse) => {
    const request = await receive(incoming);
    const fault = served.get(emulator.origin)?.fault;
    const { response, accepted, delayMs } = emulate(
      emulator,
      request,
      typeof fault === 'function' ? fault(request) : fault,
    );
    const entry: ProviderRequest = {
      provider: emulator.id,
      origin: emulator.origin,
      request,
      receivedAt: Date.now(),
      ...(response === undefined ? {} : { response, status: response.status }),
      ...(accepted === undefined ? {} : { accepted }),
    };
    inFlight.add(entry);
    const write = () => {
      if (response === undefined) outgoing.destroy();
      else outgoing.writeHead(response.status, { ...response.headers }).end(response.body);
    };
    const delay = delayMs + (typeof latencyMs === 'number' ? latencyMs : latencyMs());
    const timer = delay > 0 ? setTimeout(write, delay) : undefined;
    outgoing.once('close', () => {
      clearTimeout(timer);
      inFlight.delete(entry);
      events.emit('response', entry);
    });
    events.emit('request', entry);
    if (timer === undefined) write();
  };

  for (const emulator of emulators) {
    const server = await serve((request, response) => answer(emulator, request, response));
    served.set(emulator.origin, { server, fault: undefined });
  }
  return {
    events,
    endpoints: Object.fromEntries([...served].map(([origin, { server }]) => [origin, server.origin])),
    errorCodes: Object.fromEntries(emulators.map(({ origin, errors = {} }) => [origin, Object.keys(errors)])),
    inFlight: () => [...inFlight],
    async setFault(origin, fault) {
      const known = served.get(origin);
      if (known === undefined)
        throw new Error(`no emulator stands in for ${origin}: there are ${[...served.keys()].join(', ')}`);
      const wasDown = isDown(known.fault);
      known.fault = fault;
      if (isDown(fault) && !wasDown) await known.server.pause();
      if (!isDown(fault) && wasDown) await known.server.resume();
    },
    close: async () => {
      await Promise.all([...served.values()].map(({ server }) => server.close()));
    },
  };
}

function isDown(fault: Fault | FaultPlan | undefined): boolean {
  return typeof fault === 'object' && fault.kind === 'down';
}

async function receive(request: IncomingMessage): Promise<EmulatedRequest> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: await readText(request),
  };
}
