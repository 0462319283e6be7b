import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IngressRequest } from '../request';

/** How far the sender's clock and ours may differ, in seconds; a recorded request is of no use for longer. */
export const TOLERANCE_SECONDS = 300;

/** The signed parts of a request, once its head is known to be sound. */
export interface SignedRequest {
  /** The MACs that the sender gives, one for each of its secrets. */
  readonly macs: readonly Buffer[];
  /** What the MACs are over. */
  readonly content: Buffer;
}

/**
 * Reads the head of a request that is signed as Standard Webhooks has it: a MAC over `id.timestamp.body`.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * @returns undefined if it is not signed, or not now
 */
export function readSigned({ headers, body }: IngressRequest, now: number): SignedRequest | undefined {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  if (!id || !timestamp || !signature || !isRecent(timestamp, now)) return undefined;
  // the specification separates signatures by a space; Supabase puts a comma before it
  const macs = [...signature.matchAll(/(?:^| )v1,([A-Za-z0-9+/]+={0,2})/g)].map(([, mac = '']) =>
    Buffer.from(mac, 'base64'),
  );
  return { macs, content: Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]) };
}

/** @param secret `v1,whsec_…` as Supabase shows it, `whsec_…`, or the base64 alone */
export function isSignedWith({ macs, content }: SignedRequest, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^(v1,)?(whsec_)?/, ''), 'base64');
  if (key.length === 0) return false;
  return isAnyOf(createHmac('sha256', key).update(content).digest(), macs);
}

/** Compares with all of them, so that the time tells nothing. */
export function isAnyOf(expected: Buffer, macs: readonly Buffer[]): boolean {
  let found = false;
  for (const mac of macs) found = (mac.length === expected.length && timingSafeEqual(mac, expected)) || found;
  return found;
}

/** @param timestamp seconds since the epoch */
export function isRecent(timestamp: string, now: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
}
