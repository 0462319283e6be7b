interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one call of many: the first item goes at once by itself, and those that come while a call is under way go together in the next.
 *
 * @param most how many one call takes
 * @param run gives the error of each item that failed, by its place; if it rejects, all of them failed
 */
export function gather<T>(
  most: number,
  run: (items: readonly T[]) => Promise<ReadonlyMap<number, Error>>,
): (item: T) => Promise<void> {
  const waiting: Waiting<T>[] = [];
  let running = false;
  const runAll = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) await settleAll(waiting.splice(0, most), run);
    running = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void runAll();
    });
}

async function settleAll<T>(
  batch: readonly Waiting<T>[],
  run: (items: readonly T[]) => Promise<ReadonlyMap<number, Error>>,
): Promise<void> {
  try {
    const errors = await run(batch.map(({ item }) => item));
    for (const [place, { resolve, reject }] of batch.entries()) {
      const error = errors.get(place);
      if (error === undefined) resolve();
      else reject(error);
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
