import type { GoFunction } from '../go-function';

/** Sprig's hermetic functions. https://masterminds.github.io/sprig */
export const SPRIG: Readonly<Record<string, GoFunction>> = {};
