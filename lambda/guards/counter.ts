import { ConditionFailed, type Table, type Update } from '../aws/dynamodb';

/** How long a counter outlives its window, in seconds: clocks differ. */
const MARGIN_SECONDS = 3600;

/** A counter's `ttl`, of a window that ends at a time in milliseconds since the epoch. */
export function ttlAfter(until: number): number {
  return Math.ceil(until / 1000) + MARGIN_SECONDS;
}

/** @returns false if the condition is not met, and nothing counted @throws if the ledger cannot be reached */
export async function countIf(table: Table, update: Update & { readonly condition: string }): Promise<boolean> {
  try {
    await table.update(update);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
