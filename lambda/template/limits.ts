import { FunctionError } from './go-function';

/** No text that a template makes on the way is longer, in UTF-16 units: what becomes an SMS is far shorter. */
export const MAX_STRING = 1024 * 1024;

/** No list that a template makes is longer. */
export const MAX_ITEMS = 100_000;

/** Output of a template, in bytes. */
export const MAX_OUTPUT_BYTES = 64 * 1024;

/** Time for one rendering, in milliseconds. */
export const MAX_RENDER_MS = 1_000;

/** Templates that call templates, and values within values: Go allows 100,000 and lets values that hold themselves crash. */
export const MAX_DEPTH = 500;

/** A template that asks for more than an SMS could need. */
export class LimitError extends FunctionError {}

/** To be asked before a string of that length is made. @throws LimitError */
export function checkLength(units: number): void {
  if (units > MAX_STRING)
    throw new LimitError(`makes a text of ${units} characters; at most ${MAX_STRING} are allowed`);
}

/** To be asked before a list of that length is made. @throws LimitError */
export function checkItems(items: number): void {
  if (items > MAX_ITEMS) throw new LimitError(`makes a list of ${items} items; at most ${MAX_ITEMS} are allowed`);
}

/** All texts that one rendering makes, in UTF-16 units, and 8 for each item of a list or map. */
export const MAX_MADE = 16 * 1024 * 1024;
