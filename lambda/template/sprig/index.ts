import type { GoFunction } from '../go-function';
import { ENCODING } from './encoding';
import { NUMERIC } from './numeric';
import { PATHS } from './paths';
import { REFLECTION } from './reflection';
import { STRINGS } from './strings';

/** Sprig's hermetic functions. https://masterminds.github.io/sprig */
export const SPRIG: Readonly<Record<string, GoFunction>> = {
  ...ENCODING,
  ...NUMERIC,
  ...PATHS,
  ...REFLECTION,
  ...STRINGS,
};
