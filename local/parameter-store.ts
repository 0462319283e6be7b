import type { SecretValues } from './secrets-file';

/** A value, and which one it is of those that its name has had. */
export interface StoredValue {
  readonly value: string;
  readonly version: number;
  /** When this machine met it first, in milliseconds since the epoch. */
  readonly changedAt: number;
}

interface Entry extends StoredValue {
  /** What the values that were given had at the time. */
  readonly given: string | undefined;
}

/** Values that were given, and over them what is put here since: it lasts until it ends or its name is given another value. */
export class ParameterStore implements SecretValues {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly values: SecretValues,
    private readonly now: () => number = Date.now,
  ) {}

  get(name: string): string | undefined {
    return this.read(name)?.value;
  }

  read(name: string): StoredValue | undefined {
    const given = this.values.get(name);
    const entry = this.entries.get(name);
    if (entry?.given === given) return entry;
    if (given === undefined) {
      this.entries.delete(name);
      return undefined;
    }
    return this.keep(name, given, given);
  }

  put(name: string, value: string): StoredValue {
    // what was there counts as a version, though nobody may have asked for it
    this.read(name);
    return this.keep(name, value, this.values.get(name));
  }

  private keep(name: string, value: string, given: string | undefined): Entry {
    const entry = { value, given, version: (this.entries.get(name)?.version ?? 0) + 1, changedAt: this.now() };
    this.entries.set(name, entry);
    return entry;
  }
}
