import { FunctionError } from '../../go-function';
import { showVersion, startsWithZero, type Version } from './version';

/** What https://pkg.go.dev/github.com/Masterminds/semver/v3#Version makes of a version: a `v` in front stays. */

export function nextMajor(version: Version): Version {
  return changed(version, { major: next(version.major), minor: 0n, patch: 0n, pre: '', metadata: '' });
}

export function nextMinor(version: Version): Version {
  return changed(version, { minor: next(version.minor), patch: 0n, pre: '', metadata: '' });
}

/** What comes after a prerelease is its release. */
export function nextPatch(version: Version): Version {
  const patch = version.pre === '' ? next(version.patch) : version.patch;
  return changed(version, { patch, pre: '', metadata: '' });
}

/** @throws FunctionError */
export function withPrerelease(version: Version, pre: string): Version {
  for (const part of pre.split('.')) {
    if (startsWithZero(part)) throw new FunctionError('Version segment starts with 0');
    if (!isPart(part)) throw new FunctionError('Invalid Prerelease string');
  }
  return changed(version, { pre });
}

/** @throws FunctionError */
export function withMetadata(version: Version, metadata: string): Version {
  if (!metadata.split('.').every(isPart)) throw new FunctionError('Invalid Metadata string');
  return changed(version, { metadata });
}

function changed(version: Version, change: Partial<Version>): Version {
  const next = { ...version, ...change };
  return { ...next, original: (version.original.startsWith('v') ? 'v' : '') + showVersion(next) };
}

function next(number: bigint): bigint {
  return BigInt.asUintN(64, number + 1n);
}

function isPart(part: string): boolean {
  return /^[0-9A-Za-z-]*$/.test(part);
}
