import type { Socket } from 'node:dgram';

/** Sends documents to X-Ray's daemon, which Lambda runs beside the function. */
export interface Daemon {
  send(document: object): void;
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon */
const HEADER = '{"format": "json", "version": 1}\n';

/**
 * @param address `host:port`, as Lambda gives it in `AWS_XRAY_DAEMON_ADDRESS`
 * @returns undefined if it is none
 */
export function connectDaemon(address: string | undefined): Daemon | undefined {
  const [, host, port] = address?.match(/^([^:]+):(\d+)$/) ?? [];
  if (host === undefined || port === undefined) return undefined;
  let socket: Socket | undefined;
  return {
    send: (document) => {
      try {
        socket ??= open();
        socket.send(HEADER + JSON.stringify(document), Number(port), host, () => {});
      } catch {
        // what is not told is lost: a trace is not worth a message
      }
    },
  };
}

function open(): Socket {
  // half a millisecond of a cold start, for traces alone
  const { createSocket } = require('node:dgram') as typeof import('node:dgram');
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  // nothing of it keeps an invocation from ending
  return socket.unref();
}
