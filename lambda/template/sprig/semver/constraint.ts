import { FunctionError } from '../../go-function';
import { compileRegex } from '../regex/compile';
import { comparePrereleases, compareVersions, parseVersion, type Version } from './version';

/** One comparison, such as `~1.2`. */
interface Constraint {
  readonly operator: string;
  readonly version: Version;
  /** A part of it is left out or a wildcard: any, minor and patch, patch alone. */
  readonly dirty: boolean;
  readonly minorDirty: boolean;
  readonly patchDirty: boolean;
}

const OPERATORS = '=||!=|>|<|>=|=>|<=|=<|~|~>|\\^';
const VERSION =
  'v?([0-9|x|X|\\*]+)(\\.[0-9|x|X|\\*]+)?(\\.[0-9|x|X|\\*]+)?(-([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?(\\+([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?';
const ONE = `^\\s*(${OPERATORS})\\s*(${VERSION})\\s*$`;
const RANGE = `\\s*(${VERSION})\\s+-\\s+(${VERSION})\\s*`;
const FIND = `(${OPERATORS})\\s*(${VERSION})`;
const VALID = `^(\\s*(${OPERATORS})\\s*(${VERSION})\\s*)((?:\\s+|,\\s*)(${OPERATORS})\\s*(${VERSION})\\s*)*$`;

/** Whether a version meets a constraint such as `>= 1.2, < 2 || ^3`. @throws FunctionError */
export function meets(constraint: string, version: () => Version): boolean {
  const alternatives = rewriteRanges(constraint).split('||').map(parseAll);
  const checked = version();
  return alternatives.some((all) => all.every((one) => check(checked, one)));
}

/** `1.2 - 3` is `>= 1.2, <= 3`. */
function rewriteRanges(constraint: string): string {
  const matcher = compileRegex(RANGE).engine.matcher(constraint);
  let rewritten = constraint;
  while (matcher.find())
    rewritten = rewritten.replace(matcher.group() ?? '', () => `>= ${matcher.group(1)}, <= ${matcher.group(11)}`);
  return rewritten;
}

function parseAll(text: string): Constraint[] {
  if (!compileRegex(VALID).engine.matcher(text).find()) throw new FunctionError(`improper constraint: ${text}`);
  const matcher = compileRegex(FIND).engine.matcher(text);
  const constraints: Constraint[] = [];
  while (matcher.find()) constraints.push(parse(matcher.group() ?? ''));
  return constraints;
}

function parse(text: string): Constraint {
  const matcher = compileRegex(ONE).engine.matcher(text);
  if (!matcher.find()) throw new FunctionError(`improper constraint: ${text}`);
  const group = (index: number) => matcher.group(index) ?? '';
  const [operator, major, minor, patch, pre] = [group(1), group(3), group(4), group(5), group(6)];
  const read = (version: string, dirt: Partial<Constraint>): Constraint => ({
    operator,
    version: parseConstraintVersion(version),
    dirty: false,
    minorDirty: false,
    patchDirty: false,
    ...dirt,
  });
  if (isWild(major)) return read(`0.0.0${pre}`, { dirty: true });
  if (isWild(minor)) return read(`${major}.0.0${pre}`, { dirty: true, minorDirty: true });
  if (isWild(patch)) return read(`${major}${minor}.0${pre}`, { dirty: true, patchDirty: true });
  return read(group(2), {});
}

function isWild(part: string): boolean {
  return /^\.?[xX*]?$/.test(part);
}

function parseConstraintVersion(text: string): Version {
  try {
    return parseVersion(text);
  } catch {
    throw new FunctionError('constraint Parser Error');
  }
}

function check(version: Version, constraint: Constraint): boolean {
  const { operator, version: wanted, dirty } = constraint;
  const order = compareVersions(version, wanted);
  // a prerelease is asked for by a constraint with one
  const isStray = version.pre !== '' && wanted.pre === '';
  switch (operator) {
    case '!=':
      return dirty ? !isStray && differs(version, constraint) : order !== 0;
    case '>':
      return !isStray && greater(version, constraint, order);
    case '<':
      return !isStray && order < 0;
    case '>=':
    case '=>':
      return !isStray && order >= 0;
    case '<=':
    case '=<':
      return !isStray && (dirty ? !exceeds(version, constraint) : order <= 0);
    case '~':
    case '~>':
      return !isStray && tilde(version, constraint, order);
    case '^':
      return !isStray && order >= 0 && caret(version, constraint);
    default:
      return !isStray && (dirty ? tilde(version, constraint, order) : order === 0);
  }
}

function differs(version: Version, { version: wanted, minorDirty, patchDirty }: Constraint): boolean {
  if (version.major !== wanted.major) return true;
  if (minorDirty) return false;
  if (version.minor !== wanted.minor) return true;
  if (!patchDirty) return version.patch !== wanted.patch || compareVersions(version, wanted) !== 0;
  return comparePrereleases(version.pre, wanted.pre) !== 0;
}

function greater(
  version: Version,
  { version: wanted, dirty, minorDirty, patchDirty }: Constraint,
  order: number,
): boolean {
  if (!dirty || version.major !== wanted.major) return dirty ? version.major > wanted.major : order > 0;
  if (minorDirty) return false;
  return patchDirty ? version.minor > wanted.minor : order > 0;
}

function exceeds(version: Version, { version: wanted, minorDirty }: Constraint): boolean {
  return (
    version.major > wanted.major || (version.major === wanted.major && version.minor > wanted.minor && !minorDirty)
  );
}

function tilde(version: Version, { version: wanted, minorDirty, patchDirty }: Constraint, order: number): boolean {
  if (order < 0) return false;
  const isAny = wanted.major === 0n && wanted.minor === 0n && wanted.patch === 0n && !minorDirty && !patchDirty;
  return isAny || (version.major === wanted.major && (minorDirty || version.minor === wanted.minor));
}

function caret(version: Version, { version: wanted, minorDirty, patchDirty }: Constraint): boolean {
  if (wanted.major > 0n || minorDirty) return version.major === wanted.major;
  if (version.major > 0n) return false;
  if (wanted.minor > 0n || patchDirty) return version.minor === wanted.minor;
  return version.minor === 0n && version.patch === wanted.patch;
}
