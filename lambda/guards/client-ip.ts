import { isIPv4, isIPv6 } from 'node:net';
import type { Message } from '../message';

/** Of the headers that Ory Network forwards, the one that its edge writes itself. https://www.ory.com/docs/guides/integrate-with-ory-cloud-through-webhooks */
const HEADER = 'true-client-ip';

/**
 * Whom a message is sent for, as far as its front door may be believed: an IPv4 address, or the /64 of an IPv6 address, which is what
 * one customer of a network has at least.
 */
export function clientOf({ origin, requestHeaders }: Message, trustedOrigins: readonly string[]): string | undefined {
  if (!trustedOrigins.includes(origin)) return undefined;
  const [, value] = Object.entries(requestHeaders ?? {}).find(([name]) => name.toLowerCase() === HEADER) ?? [];
  const [address] = [value].flat();
  if (typeof address !== 'string') return undefined;
  const text = address.trim().toLowerCase();
  const mapped = text.replace(/^::ffff:(?=\d+\.)/, '');
  if (isIPv4(mapped)) return mapped;
  return isIPv6(text) ? network(text) : undefined;
}

/** The first four groups, without leading zeros. */
function network(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // an address that ends in dotted decimals has two groups there
  const length = groups.length + after.length + (address.includes('.') ? 1 : 0);
  const filled = [...groups, ...Array<string>(Math.max(0, 8 - length)).fill('0'), ...after];
  return `${filled
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
