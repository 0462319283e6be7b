import { BUILTINS } from '../builtins';
import type { GoFunction } from '../go-function';
import { SPRIG } from '../sprig';

/** `and` and `or`, with the truth of an argument at which they stop: no functions, since they may leave arguments unevaluated. */
export const SHORT_CIRCUITS: ReadonlyMap<string, boolean> = new Map([
  ['and', false],
  ['or', true],
]);

/** All functions by name. Sprig's come first, as in Go, where a template's own functions hide builtins (`slice`). */
export const FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map([
  ...Object.entries(BUILTINS),
  ...Object.entries(SPRIG),
]);

export function hasFunction(name: string): boolean {
  return FUNCTIONS.has(name) || SHORT_CIRCUITS.has(name);
}
