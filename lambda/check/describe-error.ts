import { JsonnetError } from '../jsonnet/error';

/** An error in the author's own words and places; at synth there is nothing to hide from them. */
export function describeError(error: unknown): string {
  if (error instanceof JsonnetError) {
    const place = error.line === undefined ? '' : ` at line ${error.line}, column ${error.column}`;
    return `Jsonnet ${error.kind} error${place}: ${error.reason}`;
  }
  return error instanceof Error ? error.message : String(error);
}
