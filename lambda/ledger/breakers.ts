import { ConditionFailed, type Table } from '../aws/dynamodb';

/** Failures in a row that open a breaker. */
const THRESHOLD = 5;

/** A run of failures that pauses for longer begins anew, in milliseconds. */
const RUN_MS = 60_000;

/** How long a provider is tried last before one message probes it, in milliseconds. */
export const OPEN_MS = 30_000;

/** How long a probe may take before another one may try, in milliseconds: longer than a provider's deadline. */
const PROBE_MS = 15_000;

/** How long what the ledger said of the breakers is believed, in milliseconds. */
const FRESH_MS = 2_000;

/** `open`: tried last. `probe`: this message may find out whether it works again. */
export type BreakerState = 'closed' | 'open' | 'probe';

/** Told when a breaker opens or closes. */
export type OnChange = (provider: string, state: 'open' | 'closed') => void;

/**
 * A circuit breaker for each provider, shared by all environments through the ledger. It is read every other second at most, and
 * written when it changes. While the ledger cannot be reached every breaker counts as closed.
 */
export class Breakers {
  private readonly failures = new Map<string, { count: number; last: number }>();
  private openUntil = new Map<string, number>();
  private readAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly table: Table,
    private readonly providers: readonly string[],
    private readonly now: () => number,
    private readonly onChange: OnChange,
  ) {}

  /** Reads how the breakers stand, unless that was done just now. With one provider there is nothing to choose. */
  async refresh(): Promise<void> {
    const now = this.now();
    if (this.providers.length < 2 || now - this.readAt < FRESH_MS) return;
    this.readAt = now;
    try {
      const rows = await Promise.all(this.providers.map((provider) => this.table.get(key(provider))));
      this.openUntil = new Map(
        this.providers.flatMap((provider, index) => {
          const until = rows[index]?.['open_until'];
          return typeof until === 'number' ? [[provider, until] as const] : [];
        }),
      );
    } catch {
      // unknown is closed: a provider that is down is found out again
      this.openUntil = new Map();
    }
  }

  isOpen(provider: string): boolean {
    return this.openUntil.has(provider);
  }

  /** How to treat a provider for the message at hand. Of all couriers, one at a time is given the probe. */
  async state(provider: string): Promise<BreakerState> {
    const until = this.openUntil.get(provider);
    if (until === undefined) return 'closed';
    const now = this.now();
    if (now < until) return 'open';
    try {
      await this.table.update({
        key: key(provider),
        update: 'SET probe_until = :until',
        condition: 'open_until <= :now AND (attribute_not_exists(probe_until) OR probe_until <= :now)',
        values: { ':until': now + PROBE_MS, ':now': now },
      });
      return 'probe';
    } catch (error) {
      return error instanceof ConditionFailed ? 'open' : 'closed';
    }
  }

  async succeeded(provider: string): Promise<void> {
    this.failures.delete(provider);
    if (!this.openUntil.delete(provider)) return;
    this.onChange(provider, 'closed');
    await this.write(provider, 'REMOVE open_until, probe_until', {});
  }

  async failed(provider: string): Promise<void> {
    const now = this.now();
    const run = this.failures.get(provider);
    const count = run === undefined || now - run.last > RUN_MS ? 1 : run.count + 1;
    this.failures.set(provider, { count, last: now });
    const known = this.openUntil.get(provider);
    // an open breaker stays open after a probe that failed; messages that had no other provider change nothing
    const isProbe = known !== undefined && now >= known;
    if (!isProbe && (known !== undefined || count < THRESHOLD)) return;
    this.openUntil.set(provider, now + OPEN_MS);
    if (known === undefined) this.onChange(provider, 'open');
    await this.write(provider, 'SET open_until = :until REMOVE probe_until', { ':until': now + OPEN_MS });
  }

  private async write(provider: string, update: string, values: Readonly<Record<string, number>>): Promise<void> {
    const hasValues = Object.keys(values).length > 0;
    try {
      await this.table.update({ key: key(provider), update, ...(hasValues ? { values } : {}) });
    } catch {
      // this environment knows; the others find out for themselves
    }
  }
}

function key(provider: string): { pk: string } {
  return { pk: `breaker#${provider}` };
}
