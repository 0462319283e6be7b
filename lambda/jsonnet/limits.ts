import { JsonnetError } from './error';

/** Longest that one evaluation may run, in milliseconds of wall time; Ory's is as long. */
export const TIME_LIMIT_MS = 1_000;

/** Largest JSON text that an evaluation may give, in bytes, white space included; Ory's is as large. */
export const OUTPUT_LIMIT_BYTES = 256 * 1024;

/** Largest snippet, in bytes of UTF-8; Ory takes this much for snippet and ctx together. */
export const SNIPPET_LIMIT_BYTES = 64 * 1024;

/** Of the argument in its JSON form: a message is 64 KiB at most, and three times that where its texts are percent-encoded for a url. */
export const ARGUMENT_LIMIT_BYTES = 256 * 1024;

/** How deep arrays and objects of an argument may nest; the engine's parser bears 1,000 levels and traps at 2,000. */
export const ARGUMENT_LIMIT_DEPTH = 500;

/** Longest reason of an error, in characters: what a snippet puts into `error` goes into a log line. */
export const REASON_LIMIT = 1_024;

/** @throws {JsonnetError} of kind `limit` */
export function checkSize(what: string, text: string, limitBytes: number): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > limitBytes) throw new JsonnetError('limit', `${what} has ${bytes} bytes: ${limitBytes} at most`);
}

/** @throws {JsonnetError} of kind `limit` */
export function checkDepth(what: string, value: unknown, limit = ARGUMENT_LIMIT_DEPTH): void {
  if (isDeeper(value, limit)) throw new JsonnetError('limit', `${what} nests deeper than ${limit} levels`);
}

/** Whether a JSON value nests deeper than that. It looks no further, so that no depth is too much for it. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((item) => isDeeper(item, levels - 1));
}
