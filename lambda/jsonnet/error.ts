/**
 * Why an evaluation gave no value.
 *
 * - `syntax`: the source cannot be parsed
 * - `runtime`: the source says `error`, reads a missing field, is called with the wrong parameter …
 * - `limit`: it took too long, or too much stack, memory, output or input, or the engine gave up in another way
 */
export type JsonnetErrorKind = 'syntax' | 'runtime' | 'limit';

export class JsonnetError extends Error {
  override readonly name = 'JsonnetError';

  constructor(
    readonly kind: JsonnetErrorKind,
    /** The engine's own words, first line; may quote what the source put into `error`, so it is redacted before it is logged. */
    readonly reason: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(line === undefined ? reason : `${line}:${column}: ${reason}`);
  }
}
