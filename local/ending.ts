/** The courier's end, which comes once: asked for, or by the queue's death. */
export class Ending {
  readonly ended: Promise<Error | undefined>;
  private resolve: (reason: Error | undefined) => void = () => {};
  private stopping: Promise<void> | undefined;
  private reason: Error | undefined;

  constructor(private readonly stopAll: () => Promise<void>) {
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  end(reason: Error | undefined): Promise<void> {
    this.stopping ??= this.finish(reason);
    return this.stopping;
  }

  /** Gives what `work` gives; if that fails because the courier has ended, says so. */
  async unless<T>(work: Promise<T>): Promise<T> {
    const broken = this.ended.then((reason) => {
      throw reason ?? new Error('the local courier has been stopped');
    });
    broken.catch(() => {});
    try {
      return await Promise.race([work, broken]);
    } catch (error) {
      throw this.reason ?? error;
    }
  }

  private async finish(reason: Error | undefined): Promise<void> {
    this.reason = reason;
    await this.stopAll();
    this.resolve(reason);
  }
}
