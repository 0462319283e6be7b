import { readConfiguration } from './start/configuration';
import { startCourier } from './start/courier';
import { compileJsonnet } from './start/jsonnet';

// the engine compiles in the background while the rest of the function loads
const jsonnet = compileJsonnet(__dirname);
const courier = startCourier(readConfiguration(__dirname), jsonnet);

export const handler = async (event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<unknown> =>
  (await courier)(event, Date.now() + context.getRemainingTimeInMillis());
