import { startIngress } from '../start/ingress';

/** The ingress function's entry; its bundle is its own, so that it loads nothing of the courier's but what checks a message. */
const ingress = startIngress(__dirname);

export const handler = (event: unknown): Promise<unknown> => ingress(event);
