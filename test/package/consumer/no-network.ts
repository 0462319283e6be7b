/** Cuts a test off from the network, whatever it is that connects. */
import { Socket } from 'node:net';

Socket.prototype.connect = (): never => {
  throw new Error('there is no network in this test');
};
