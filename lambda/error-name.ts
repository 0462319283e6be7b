/** The system's and Node's own codes, such as `ECONNREFUSED`. */
const CODE = /^E[A-Z0-9_]+$/;

/** What may be told of an error that nobody foresaw: its text may hold anything. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && CODE.test(code) ? code : error.name;
}
