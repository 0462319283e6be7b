/** Exit codes of what a signal ends, as shells have them. */
export const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** Lets work that is cut off, by Ctrl-C or otherwise, come to a good end; a second signal ends it at once. The exit code tells of it. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const listeners = Object.entries(SIGNALS).map(([signal, exitCode]) => {
    const listener = () => {
      process.exitCode = exitCode;
      abort.abort();
    };
    process.once(signal, listener);
    return [signal, listener] as const;
  });
  try {
    return await work(abort.signal);
  } finally {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  }
}
