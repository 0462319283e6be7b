import { createHmac, randomBytes } from 'node:crypto';
import type { Table } from '../aws/dynamodb';

const KEY = { pk: 'key#hash' };

/** A keyed hash of texts, the same in all couriers of one ledger. */
export type Hash = (...texts: readonly string[]) => string;

/**
 * The hash under which the ledger knows recipients and messages. Its key is random, made on first use and kept in the ledger
 * alone: whoever reads logs cannot find out a number or a live code by trying them all.
 */
export function keyedHash(table: Table): () => Promise<Hash> {
  let hash: Promise<Hash> | undefined;
  return () => {
    hash ??= readKey(table).then(
      (key) =>
        (...texts) =>
          createHmac('sha256', key).update(JSON.stringify(texts)).digest('base64url'),
      (error) => {
        hash = undefined;
        throw error;
      },
    );
    return hash;
  };
}

async function readKey(table: Table): Promise<Buffer> {
  const known = await table.get(KEY);
  if (known !== undefined) return Buffer.from(known['secret'] as string, 'base64');
  const own = randomBytes(32).toString('base64');
  // of several couriers that start at once, the first one's key counts
  const before = await table.update({
    key: KEY,
    update: 'SET secret = if_not_exists(secret, :secret)',
    values: { ':secret': own },
    returnsBefore: true,
  });
  return Buffer.from((before?.['secret'] as string | undefined) ?? own, 'base64');
}
