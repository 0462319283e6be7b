/**
 * Entry of the ledger's own process: a DynamoDB that survives the courier's death.
 *
 * It sends `{ port }` to its parent once it listens, and ends with it.
 */
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { refusalOfWebsite } from './website';

const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });

// as DynamoDB does it answers every website; this machine's is for this machine
const [answer] = server.listeners('request') as [RequestListener];
server.removeAllListeners('request').on('request', (request, response) => {
  const refusal = refusalOfWebsite(request.headers);
  if (refusal === undefined) answer(request, response);
  else response.writeHead(403).end(JSON.stringify({ __type: 'AccessDeniedException', message: refusal }));
});

process.once('disconnect', () => process.exit());
// Ctrl-C reaches every process of the terminal; the parent decides when this one ends.
process.on('SIGINT', () => {});

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
