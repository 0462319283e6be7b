/** What may be told of an error that nobody foresaw: its text may hold anything. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
