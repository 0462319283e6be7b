import { errorName } from '../error-name';
import { SecretUnavailable } from './placeholder';

/** Reads parameters from where they are kept; a name without a value is absent from the answer, and an empty value is none. */
export type FetchSecrets = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** How long a value is used before it is read again, in milliseconds. */
const FRESH_MS = 5 * 60_000;
/** How often a rejected credential may cause a new read, in milliseconds. */
const REFRESH_MS = 60_000;
/** How soon a name that had no value, or a store that did not answer, is asked again, in milliseconds. */
const MISSING_MS = 5_000;

/**
 * Secrets by parameter name: read together, kept for five minutes, served stale while the store is down.
 *
 * One store serves all messages of an environment; concurrent readers share one request.
 */
export class SecretStore {
  private values = new Map<string, string>();
  private fetchedAt = Number.NEGATIVE_INFINITY;
  private refreshedAt = Number.NEGATIVE_INFINITY;
  private failure: string | undefined;
  private pending: Promise<void> | undefined;

  constructor(
    private readonly names: readonly string[],
    private readonly fetch: FetchSecrets,
    private readonly now: () => number,
  ) {}

  /** Makes sure that values are there and fresh; never throws, since what is missing is told by {@link get}. */
  async load(): Promise<void> {
    if (this.names.length > 0 && this.age() >= (this.isComplete() ? FRESH_MS : MISSING_MS)) await this.read();
  }

  /**
   * Reads anew after a provider refused a credential, at most once a minute; what was just read for another reason may be outdated too.
   * Who comes while that is under way waits for it. Returns whether anything changed meanwhile.
   */
  async refresh(): Promise<boolean> {
    const before = this.values;
    if (this.names.length > 0 && this.now() - this.refreshedAt >= REFRESH_MS) {
      this.refreshedAt = this.now();
      await this.read();
    } else await this.pending;
    return this.names.some((name) => before.get(name) !== this.values.get(name));
  }

  /** Reads anew, whatever is known. */
  async reload(): Promise<void> {
    if (this.names.length > 0) await this.read();
  }

  /** @throws {SecretUnavailable} */
  get(name: string): string {
    const value = this.values.get(name);
    if (value !== undefined) return value;
    if (this.failure !== undefined)
      throw new SecretUnavailable(`secret ${name} could not be read: ${this.failure}`, 'unreachable');
    throw new SecretUnavailable(`secret ${name} has no value: store one, SSM parameters as a SecureString`, 'missing');
  }

  /** The value, if there is one. */
  peek(name: string): string | undefined {
    return this.values.get(name);
  }

  private async read(): Promise<void> {
    this.pending ??= this.fetch(this.names)
      .then(
        (values) => {
          // an empty one would let in whoever sends none
          this.values = new Map([...values].filter(([, value]) => value.trim() !== ''));
          this.failure = undefined;
        },
        (error: unknown) => {
          this.failure = errorName(error);
        },
      )
      .finally(() => {
        this.fetchedAt = this.now();
        this.pending = undefined;
      });
    await this.pending;
  }

  private age(): number {
    return this.now() - this.fetchedAt;
  }

  private isComplete(): boolean {
    return this.failure === undefined && this.names.every((name) => this.values.has(name));
  }
}
