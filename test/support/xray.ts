import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

/** What stands in for X-Ray's daemon: a socket that keeps what it receives. */
export interface DaemonStandIn {
  readonly address: string;
  readonly received: string[];
  /** The documents, without the daemon's header. @throws if one has another */
  documents(): Record<string, unknown>[];
  close(): Promise<void>;
}

const HEADER = '{"format": "json", "version": 1}\n';

export async function startDaemon(): Promise<DaemonStandIn> {
  const socket = createSocket('udp4');
  const received: string[] = [];
  socket.on('message', (packet) => received.push(packet.toString('utf8')));
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', resolve);
  });
  const { port } = socket.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    received,
    documents: () =>
      received.map((packet) => {
        if (!packet.startsWith(HEADER)) throw new Error(`no daemon would read ${packet.slice(0, 40)}`);
        return JSON.parse(packet.slice(HEADER.length));
      }),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
