import type { Kind } from './scope';

/** What a parameter is given: a kind of value, or text or numbers of a certain sort. */
export type Param =
  | Kind
  | 'count'
  | 'format'
  | 'regex'
  | 'separator'
  | 'semver'
  | 'constraint'
  | 'json'
  | 'key'
  | 'type'
  | 'url'
  | 'path';

export interface Signature {
  readonly name: string;
  readonly params: readonly Param[];
  readonly rest?: Param;
  readonly result: Kind;
}

/** `name(param, …rest): result`, a line each. */
const BUILTINS = `
and(any, any, …any): any
or(any, any, …any): any
not(any): bool
len(string): int
len(list): int
len(map): int
index(list, count): any
index(map, key): any
index(string, count): int
print(…any): string
println(…any): string
html(…any): string
html(string): string
js(…any): string
js(string): string
urlquery(…any): string
urlquery(string): string
eq(string, string, …string): bool
eq(int, int): bool
eq(float, float): bool
eq(any, any): bool
ne(string, string): bool
ne(float, float): bool
ne(any, any): bool
lt(int, int): bool
lt(float, float): bool
lt(string, string): bool
le(int, int): bool
le(string, string): bool
gt(int, int): bool
gt(float, float): bool
ge(int, int): bool
ge(float, float): bool
call(any): any
`;

/** Those of sprig's functions that give the same for the same: none that makes keys, salted hashes or chance, nor `camelcase`, which sprig 3.3 changed. */
const SPRIG = `
hello(): string
abbrev(count, string): string
abbrevboth(count, count, string): string
trunc(count, string): string
trim(string): string
upper(string): string
lower(string): string
title(string): string
untitle(string): string
substr(count, count, string): string
repeat(count, string): string
trimall(separator, string): string
trimAll(separator, string): string
trimSuffix(separator, string): string
trimPrefix(separator, string): string
nospace(string): string
initials(string): string
swapcase(string): string
snakecase(string): string
kebabcase(string): string
wrap(count, string): string
wrapWith(count, separator, string): string
contains(separator, string): bool
hasPrefix(separator, string): bool
hasSuffix(separator, string): bool
quote(…any): string
squote(…any): string
cat(…any): string
indent(count, string): string
nindent(count, string): string
replace(separator, separator, string): string
plural(string, string, int): string
sha1sum(string): string
sha256sum(string): string
adler32sum(string): string
toString(any): string
atoi(string): int
int64(any): int
int(any): int
float64(any): float
seq(count): string
seq(count, count): string
seq(count, count, count): string
toDecimal(any): int
split(separator, string): map
splitList(separator, string): list
splitn(separator, count, string): map
toStrings(list): list
until(count): list
untilStep(count, count, count): list
add1(any): int
add(…any): int
add(int, int): int
sub(any, any): int
div(int, int): int
mod(int, int): int
mul(any, …any): int
add1f(any): float
addf(…any): float
subf(any, …any): float
divf(any, …any): float
mulf(any, …any): float
biggest(int, …any): int
max(any, …any): int
min(any, …any): int
maxf(any, …any): float
minf(any, …any): float
ceil(any): float
floor(any): float
round(any, count): float
round(any, count, float): float
join(separator, list): string
sortAlpha(list): list
default(any, any): any
empty(any): bool
coalesce(…any): any
all(…any): bool
any(…any): bool
compact(list): list
mustCompact(list): list
fromJson(json): any
toJson(any): string
toPrettyJson(any): string
toRawJson(any): string
mustFromJson(json): any
mustToJson(any): string
mustToPrettyJson(any): string
mustToRawJson(any): string
ternary(any, any, bool): any
deepCopy(any): any
mustDeepCopy(any): any
typeOf(any): string
typeIs(type, any): bool
typeIsLike(type, any): bool
kindOf(any): string
kindIs(type, any): bool
deepEqual(any, any): bool
base(path): string
dir(path): string
clean(path): string
ext(path): string
isAbs(path): bool
osBase(path): string
osClean(path): string
osDir(path): string
osExt(path): string
osIsAbs(path): bool
b64enc(string): string
b64dec(string): string
b32enc(string): string
b32dec(string): string
tuple(…any): list
list(…any): list
list(…string): list
dict(key, any): map
dict(key, any, key, any): map
dict(…any): map
get(map, key): any
set(map, key, any): map
unset(map, key): map
hasKey(map, key): bool
pluck(key, map, …map): list
pick(map, …key): map
omit(map, …key): map
merge(map, …map): map
mergeOverwrite(map, …map): map
mustMerge(map, …map): map
mustMergeOverwrite(map, …map): map
dig(key, any, map): any
dig(key, key, any, map): any
append(list, any): list
push(list, any): list
mustAppend(list, any): list
mustPush(list, any): list
prepend(list, any): list
mustPrepend(list, any): list
first(list): any
mustFirst(list): any
rest(list): list
mustRest(list): list
last(list): any
mustLast(list): any
initial(list): list
mustInitial(list): list
reverse(list): list
mustReverse(list): list
uniq(list): list
mustUniq(list): list
without(list, …any): list
mustWithout(list, …any): list
has(any, list): bool
mustHas(any, list): bool
slice(list, …count): list
mustSlice(list, …count): list
concat(list, …list): list
chunk(count, list): list
mustChunk(count, list): list
fail(string): string
regexMatch(regex, string): bool
mustRegexMatch(regex, string): bool
regexFindAll(regex, string, count): list
mustRegexFindAll(regex, string, count): list
regexFind(regex, string): string
mustRegexFind(regex, string): string
regexReplaceAll(regex, string, separator): string
mustRegexReplaceAll(regex, string, separator): string
regexReplaceAllLiteral(regex, string, separator): string
mustRegexReplaceAllLiteral(regex, string, separator): string
regexSplit(regex, string, count): list
mustRegexSplit(regex, string, count): list
regexQuoteMeta(string): string
urlParse(url): map
urlJoin(map): string
semver(semver): any
semverCompare(constraint, semver): bool
duration(any): string
durationRound(any): string
`;

export const FUNCTIONS: readonly Signature[] = [...parse(BUILTINS), ...parse(BUILTINS), ...parse(SPRIG)];

function parse(lines: string): Signature[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [, name, list, result] = /^(\w+)\((.*)\): (\w+)$/.exec(line) as unknown as [string, string, string, Kind];
      const params = list === '' ? [] : (list.split(', ') as Param[]);
      const last = params.at(-1);
      if (last === undefined || !last.startsWith('…')) return { name, params, result };
      return { name, params: params.slice(0, -1), rest: last.slice(1) as Param, result };
    });
}
