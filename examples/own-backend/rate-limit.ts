/** At most so many events of one kind in a window of time. A real backend counts in a store that all its processes share. */
export class RateLimit {
  private readonly events = new Map<string, number[]>();

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
    private readonly now: () => number,
  ) {}

  /** Counts one more; gives the milliseconds to wait if that is too many, else 0. */
  take(key: string): number {
    const now = this.now();
    const recent = (this.events.get(key) ?? []).filter((at) => at > now - this.windowMs);
    const [oldest = now] = recent;
    if (recent.length >= this.most) return oldest + this.windowMs - now;
    this.events.set(key, [...recent, now]);
    return 0;
  }
}
