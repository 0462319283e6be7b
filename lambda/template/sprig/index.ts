import type { GoFunction } from '../go-function';
import { CRYPTO } from './crypto';
import { DATES } from './dates';
import { DEFAULTS } from './defaults';
import { DICT } from './dict';
import { ENCODING } from './encoding';
import { FLOW } from './flow';
import { JSON_FUNCTIONS } from './json';
import { LISTS } from './lists';
import { NUMERIC } from './numeric';
import { PATHS } from './paths';
import { QUOTING } from './quoting';
import { REFLECTION } from './reflection';
import { REGEX } from './regex';
import { SEMVER } from './semver';
import { STRINGS } from './strings';
import { URL_FUNCTIONS } from './url';

/** Sprig's hermetic functions. https://masterminds.github.io/sprig */
export const SPRIG: Readonly<Record<string, GoFunction>> = {
  ...CRYPTO,
  ...DEFAULTS,
  ...DICT,
  ...DATES,
  ...ENCODING,
  ...FLOW,
  ...JSON_FUNCTIONS,
  ...LISTS,
  ...NUMERIC,
  ...PATHS,
  ...QUOTING,
  ...REFLECTION,
  ...REGEX,
  ...SEMVER,
  ...STRINGS,
  ...URL_FUNCTIONS,
};
