import { FunctionError } from '../../go-function';

/** A version as https://pkg.go.dev/github.com/Masterminds/semver/v3#Version reads it: `v1.2` is 1.2.0. */
export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly pre: string;
  readonly metadata: string;
  readonly original: string;
}

const VERSION =
  /^v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;
const MAX_UINT64 = 2n ** 64n - 1n;

/** @throws FunctionError */
export function parseVersion(text: string): Version {
  const match = VERSION.exec(text);
  if (match === null || text.endsWith('\n')) throw new FunctionError('Invalid Semantic Version');
  const [, major = '', minor = '.0', patch = '.0', pre = '', metadata = ''] = match;
  const version = {
    major: segment(major),
    minor: segment(minor.slice(1)),
    patch: segment(patch.slice(1)),
    pre,
    metadata,
    original: text,
  };
  if (pre.split('.').some(startsWithZero)) throw new FunctionError('Version segment starts with 0');
  return version;
}

export function startsWithZero(part: string): boolean {
  return /^0[0-9]+$/.test(part);
}

function segment(digits: string): bigint {
  const value = BigInt(digits);
  if (value <= MAX_UINT64) return value;
  throw new FunctionError(
    `Error parsing version segment: strconv.ParseUint: parsing ${JSON.stringify(digits)}: value out of range`,
  );
}

export function showVersion({ major, minor, patch, pre, metadata }: Version): string {
  return `${major}.${minor}.${patch}${pre === '' ? '' : `-${pre}`}${metadata === '' ? '' : `+${metadata}`}`;
}

/** Negative, zero or positive, as the first is less than, equal to or greater than the second. Metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  for (const part of ['major', 'minor', 'patch'] as const) if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
  if (a.pre === b.pre) return 0;
  if (a.pre === '') return 1;
  return b.pre === '' ? -1 : comparePrereleases(a.pre, b.pre);
}

export function comparePrereleases(a: string, b: string): number {
  const [ours, theirs] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.max(ours.length, theirs.length); at++) {
    const order = compareParts(ours[at] ?? '', theirs[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers come before words, and what is not there before all. */
function compareParts(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? -1 : 1;
  const [number, other] = [wholeNumber(a), wholeNumber(b)];
  if (number !== undefined && other !== undefined) return number === other ? 0 : number > other ? 1 : -1;
  if (number !== undefined || other !== undefined) return number === undefined ? 1 : -1;
  return a > b ? 1 : -1;
}

/** What a uint64 cannot hold is a word. */
function wholeNumber(text: string): bigint | undefined {
  const number = /^[0-9]+$/.test(text) ? BigInt(text) : undefined;
  return number !== undefined && number <= MAX_UINT64 ? number : undefined;
}
