import { ConditionFailed, type Row, type Table } from '../aws/dynamodb';

/** Failures in a row that open a breaker, be they of one environment or of several. */
const THRESHOLD = 5;

/** A run of failures that pauses for longer begins anew, in milliseconds. */
const RUN_MS = 60_000;

/** How often an environment tells of failures, and how often it asks for the probe, in milliseconds: all environments write to one item. */
const WRITE_MS = 1_000;

/** How long a provider is tried last before one message probes it, in milliseconds. */
export const OPEN_MS = 30_000;

/** How long a probe may take before another one may try, in milliseconds: longer than a provider's deadline. */
const PROBE_MS = 15_000;

/** How long what the ledger said of the breakers is believed, in milliseconds. */
const FRESH_MS = 2_000;

/** `open`: tried last. `probe`: this message may find out whether it works again. */
export type BreakerState = 'closed' | 'open' | 'probe';

/** Told when a breaker opens or closes, and when a probe has failed, so that it stays open: an alarm goes by what was said last. */
export type OnChange = (provider: string, state: 'open' | 'closed') => void;

/** Failures of a provider that this environment has seen in a row. */
interface Run {
  readonly count: number;
  readonly last: number;
  /** Those that the others have yet to be told of. */
  readonly unreported: number;
}

/**
 * A circuit breaker for each provider, shared by all environments through the ledger. It is read every other second at most. Written
 * are its changes, and failures once a second at most; successes are not, so that a provider that works costs no write: who adds to a
 * run of failures tells when the provider last worked for it, and a run that is older than that begins anew.
 * While the ledger cannot be reached an environment goes by what it knows.
 */
export class Breakers {
  private readonly runs = new Map<string, Run>();
  private readonly succeededAt = new Map<string, number>();
  private readonly reportedAt = new Map<string, number>();
  private readonly probedAt = new Map<string, number>();
  private openUntil = new Map<string, number>();
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly table: Table,
    private readonly providers: readonly string[],
    private readonly now: () => number,
    private readonly onChange: OnChange,
  ) {}

  /** Reads how the breakers stand, unless that was done just now; all messages of a batch wait for it. With one provider there is nothing to choose. */
  async refresh(): Promise<void> {
    if (this.providers.length < 2) return;
    const now = this.now();
    if (now - this.readAt >= FRESH_MS) {
      this.readAt = now;
      this.reading = this.read();
    }
    await this.reading;
  }

  isOpen(provider: string): boolean {
    return this.openUntil.has(provider);
  }

  /** How to treat a provider for the message at hand. Of all couriers, one at a time is given the probe. */
  async state(provider: string): Promise<BreakerState> {
    const until = this.openUntil.get(provider);
    if (until === undefined) return 'closed';
    const now = this.now();
    if (now < until || now - (this.probedAt.get(provider) ?? 0) < WRITE_MS) return 'open';
    this.probedAt.set(provider, now);
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
    this.runs.delete(provider);
    this.succeededAt.set(provider, this.now());
    if (!this.openUntil.delete(provider)) return;
    this.onChange(provider, 'closed');
    await this.write(provider, 'REMOVE open_until, probe_until, failures, failing_since, failed_at');
  }

  async failed(provider: string): Promise<void> {
    const now = this.now();
    const before = this.runs.get(provider);
    const goesOn = before !== undefined && now - before.last <= RUN_MS;
    const run = {
      count: (goesOn ? before.count : 0) + 1,
      last: now,
      unreported: (goesOn ? before.unreported : 0) + 1,
    };
    this.runs.set(provider, run);
    const known = this.openUntil.get(provider);
    if (known !== undefined) {
      // an open breaker stays open after a probe that failed; messages that had no other provider change nothing
      if (now >= known) await this.open(provider);
      return;
    }
    const failures = run.count >= THRESHOLD ? run.count : await this.report(provider, run);
    if (failures >= THRESHOLD && !this.openUntil.has(provider)) await this.open(provider);
  }

  private async open(provider: string): Promise<void> {
    const until = this.now() + OPEN_MS;
    const wasOpen = this.openUntil.has(provider);
    this.openUntil.set(provider, until);
    const before = await this.write(provider, 'SET open_until = :until REMOVE probe_until', { ':until': until });
    // of several environments that find out at once, one tells
    if (wasOpen || before?.['open_until'] === undefined) this.onChange(provider, 'open');
  }

  /** Adds this environment's failures to those of the others. @returns how many there are in a row, as far as is known */
  private async report(provider: string, run: Run): Promise<number> {
    const { last: now, unreported } = run;
    if (now - (this.reportedAt.get(provider) ?? 0) < WRITE_MS) return run.count;
    this.reportedAt.set(provider, now);
    this.runs.set(provider, { ...run, unreported: 0 });
    try {
      const before = await this.table.update({
        key: key(provider),
        update: 'SET failures = failures + :count, failed_at = :now',
        condition: 'failing_since > :succeeded_at AND failed_at >= :stale',
        values: {
          ':count': unreported,
          ':now': now,
          ':succeeded_at': this.succeededAt.get(provider) ?? 0,
          ':stale': now - RUN_MS,
        },
        returnsBefore: true,
      });
      return Number(before?.['failures']) + unreported;
    } catch (error) {
      // whoever begins a run at the same time may take this one's place: the breaker opens a failure later
      if (error instanceof ConditionFailed)
        await this.write(provider, 'SET failures = :count, failing_since = :now, failed_at = :now', {
          ':count': unreported,
          ':now': now,
        });
      return run.count;
    }
  }

  private async read(): Promise<void> {
    try {
      const rows = await Promise.all(this.providers.map((provider) => this.table.get(key(provider))));
      const before = this.openUntil;
      this.openUntil = new Map(
        this.providers.flatMap((provider, index) => {
          const until = rows[index]?.['open_until'];
          return typeof until === 'number' ? [[provider, until] as const] : [];
        }),
      );
      // somebody's probe has closed it: what failed before is over
      for (const provider of before.keys()) if (!this.openUntil.has(provider)) this.runs.delete(provider);
    } catch {
      // what this environment has found out stands
    }
  }

  /** @returns the row before, if there was one */
  private async write(provider: string, update: string, values?: Row): Promise<Row | undefined> {
    try {
      return await this.table.update({ key: key(provider), update, returnsBefore: true, ...(values && { values }) });
    } catch {
      // this environment knows; the others find out for themselves
      return undefined;
    }
  }
}

function key(provider: string): { pk: string } {
  return { pk: `breaker#${provider}` };
}
