/** Tells the provider's emulator when each request was written, so that it can tell how late it notices. */
import { once } from 'node:events';
import { connect } from 'node:net';

const REQUESTS = 50;

export const handler = async (): Promise<void> => {
  const { hostname, port } = new URL(process.env['TWILIO_EMULATOR'] ?? '');
  for (let count = 0; count < REQUESTS; count++) {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.end(
      `GET / HTTP/1.1\r\nhost: probe\r\nconnection: close\r\nx-written-at: ${process.hrtime.bigint()}\r\n\r\n`,
    );
    socket.resume();
    await once(socket, 'close');
  }
};
