import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { BadInput } from '../bad-input';

const TIMEOUT_MS = 10_000;
/** A snippet or template that is longer would not be taken. */
const MAX_BYTES = 64 * 1024;

/** Fetches small texts, by their addresses. @throws {BadInput} if one cannot be had */
export async function download(addresses: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all(addresses.map(async (address) => [address, await fetchText(address)] as const)));
}

async function fetchText(address: string): Promise<string> {
  // a query may hold a signature
  const shown = address.split('?', 1)[0] as string;
  let bytes: Buffer;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    bytes = Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const { message, cause } = error as Error;
    throw new BadInput(`${shown} cannot be downloaded: ${(cause as Error | undefined)?.message ?? message}`);
  }
  if (bytes.length > MAX_BYTES) throw new BadInput(`${shown} is ${bytes.length} bytes: at most ${MAX_BYTES} are taken`);
  checkDigest(shown, bytes);
  return bytes.toString();
}

/** Ory Network names what it stores by the SHA-512 of it. */
function checkDigest(address: string, bytes: Buffer): void {
  const digest = /^([0-9a-f]{128})(?:\.\w+)?$/i.exec(basename(address))?.[1];
  if (digest === undefined || digest.toLowerCase() === createHash('sha512').update(bytes).digest('hex')) return;
  throw new BadInput(`${address} does not hold what its name, a SHA-512, says`);
}
