import { startWorker } from './jsonnet/worker/start';
import { jsonnetFiles } from './start/jsonnet-files';

/*
 * The function's entry. It is small, and a bundle of its own, so that the worker is on its way before the courier's much
 * larger bundle is read: the worker compiles the engine while this thread loads the rest and asks for the secrets.
 */
const worker = startWorker(jsonnetFiles(__dirname));
const { startCourier } = require('./courier.js') as typeof import('./start/courier');
const courier = startCourier(__dirname, worker);

export const handler = async (
  event: unknown,
  context: { readonly awsRequestId: string; getRemainingTimeInMillis(): number },
): Promise<unknown> => (await courier)(event, Date.now() + context.getRemainingTimeInMillis(), context.awsRequestId);
