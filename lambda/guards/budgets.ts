import type { Table } from '../aws/dynamodb';
import { BoundedMap } from './bounded-map';
import { countIf, ttlAfter } from './counter';

/** What one message takes of a limit that many share. */
export interface Share {
  /** The limit and its window. */
  readonly key: string;
  readonly limit: number;
  readonly amount: number;
  /** What every environment may take without asking. @default 0 */
  readonly free?: number;
  /** Milliseconds since the epoch at which the window ends. */
  readonly until: number;
}

interface Budget {
  /** Taken out of the ledger and not yet used. */
  left: number;
  /** The least that the ledger was found not to have left: who asks for less may still get it. */
  lacking: number;
  /** Of messages that wait for the ledger. */
  wanted: number;
  lease?: Promise<void> | undefined;
}

/** Nobody takes more at a time. */
const MOST = 100;

/** All environments together hold no more than one part in so many of a limit. */
const PARTS = 100;

/**
 * Counters that all messages share, such as a country's. An environment takes a portion out of the ledger at a time, by a conditional
 * write, and hands it out from memory: no item is written for every message, and a limit is never exceeded. What an environment that
 * ends has left is lost to the window.
 */
export class Budgets {
  private readonly budgets = new BoundedMap<Budget>();

  constructor(
    private readonly table: Table,
    private readonly environments: number,
  ) {}

  /** Whether it is known that so much is not left. */
  isSpent({ key, amount }: Share): boolean {
    const budget = this.budgets.get(key);
    return budget !== undefined && amount >= budget.lacking && budget.left < amount;
  }

  /** @returns false if the limit is used up @throws if the ledger cannot be reached */
  async take(share: Share): Promise<boolean> {
    const budget = this.budgetOf(share);
    while (budget.left < share.amount) {
      if (share.amount >= budget.lacking) return false;
      budget.wanted += share.amount;
      budget.lease ??= this.lease(share, budget).finally(() => {
        budget.lease = undefined;
      });
      await budget.lease.finally(() => {
        budget.wanted -= share.amount;
      });
    }
    budget.left -= share.amount;
    return true;
  }

  /** For a message that is not sent after all. */
  giveBack({ key, amount }: Share): void {
    const budget = this.budgets.get(key);
    if (budget !== undefined) budget.left += amount;
  }

  private budgetOf({ key, free = 0 }: Share): Budget {
    const known = this.budgets.get(key);
    if (known !== undefined) return known;
    const budget: Budget = { left: free, lacking: Number.POSITIVE_INFINITY, wanted: 0 };
    this.budgets.set(key, budget);
    return budget;
  }

  private async lease(share: Share, budget: Budget): Promise<void> {
    const limit = share.limit - (share.free ?? 0) * this.environments;
    const portion = Math.min(MOST, Math.floor(limit / (PARTS * this.environments)));
    let size = Math.max(portion, budget.wanted);
    while (size >= share.amount) {
      if (await this.add(share, size, limit)) {
        budget.left += size;
        return;
      }
      const used = (await this.table.get({ pk: share.key }))?.['used'];
      size = Math.min(size, limit - (typeof used === 'number' ? used : 0));
    }
    budget.lacking = Math.min(budget.lacking, share.amount);
  }

  private async add({ key, until }: Share, size: number, limit: number): Promise<boolean> {
    if (size > limit) return false;
    return countIf(this.table, {
      key: { pk: key },
      update: 'SET used = if_not_exists(used, :zero) + :size, #ttl = :ttl',
      condition: 'attribute_not_exists(used) OR used <= :most',
      names: { '#ttl': 'ttl' },
      values: { ':zero': 0, ':size': size, ':most': limit - size, ':ttl': ttlAfter(until) },
    });
  }
}
