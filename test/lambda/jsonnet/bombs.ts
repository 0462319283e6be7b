/** How a bomb ends: with an error of this kind, or, where it does no harm, with a value. */
export type BombEnd = 'limit' | 'runtime' | 'syntax' | 'value';

export interface Bomb {
  readonly name: string;
  readonly ends: BombEnd;
  readonly snippet: string;
  readonly ctx?: unknown;
}

/** Snippets that want more of time, stack, memory or the host than they may have. */
export const BOMBS: readonly Bomb[] = [
  ...bombs('recursion', 'limit', {
    'not in tail position': 'local f(x) = f(x) + 1; f(1)',
    'in tail position': 'local f(x) = f(x + 1); f(1)',
    tailstrict: 'local f(x) = f(x + 1) tailstrict; f(1)',
    'tailstrict, growing': "local f(x) = f(x + 'x') tailstrict; f('')",
    mutual: 'local f(x) = g(x), g(x) = f(x); f(1)',
    'by branches': 'local fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2); fib(60)',
    'of objects without end': 'local o = { a: o }; o',
    'of arrays without end': 'local a = [a]; a',
    'through a default': 'local f(x=f()) = x; f()',
    'through std.map': 'local f(x) = std.map(f, [x]); f(1)',
    'of the omega function': '(function(f) f(f))(function(f) f(f))',
    'through a comprehension': 'local f(x) = [f(y) for y in [x]]; f(1)',
    'through super': 'local f(o) = f(o + { a: super.a }); f({ a: 1 })',
    'through std.mergePatch': 'local o = { a: o }; std.mergePatch(o, o)',
    'through ==': 'local o = { a: o }, p = { a: p }; o == p',
    'through std.prune': 'local o = { a: o }; std.prune(o)',
    'through std.toString': 'local o = { a: o }; std.toString(o)',
    'through std.manifestJsonEx': "local o = { a: o }; std.manifestJsonEx(o, ' ')",
    'through std.manifestYamlDoc': 'local o = { a: o }; std.manifestYamlDoc(o)',
    'of ctx': 'function(ctx) local f(x) = f(x + ctx); f(ctx)',
  }),
  ...bombs('recursion that is noticed', 'runtime', {
    'of a value on itself': 'local x = x; x',
    'of a field on itself': '{ a: self.a }',
    'of two fields': '{ a: self.b, b: self.a }',
    'through an assertion': 'local o = { assert o.a == 1, a: o.a }; o',
  }),
  ...bombs('deep nesting', 'limit', {
    brackets: nest('[', '1', ']'),
    braces: nest('{a:', '1', '}'),
    parentheses: nest('(', '1', ')'),
    'unary minus': nest('-', '1', '', 19_000),
    not: nest('!', 'true', ''),
    functions: nest('function(x)', '1', '', 4_000),
    locals: nest('local x=1;', '1', '', 5_000),
    conditions: nest('if true then ', '1', '', 4_000),
    calls: nest('std.abs(', '1', ')', 6_000),
    indices: nest('[', '1', '][0]', 12_000),
    comprehensions: nest('[', '1', ' for x in [1]]', 4_000),
    'object locals': nest('{local a=1,b:', '1', '}', 4_000),
    assertions: nest('assert true;', '1', '', 5_000),
    errors: nest('error ', '1', ''),
    'array comprehension sources': nest('[x for x in ', '[]', ']', 4_000),
    'computed fields': nest('{[', "'a'", ']:1}', 10_000),
    'object extension': nest('{a+:', '{}', '}', 10_000),
    'brackets that never close': '['.repeat(60_000),
    'braces that never close': '{a:'.repeat(20_000),
  }),
  ...bombs('a source that is long', 'value', {
    'by a sum': `1${'+1'.repeat(150)}`,
    'by a list': `std.length([${'1,'.repeat(30_000)}])`,
    'by a string': `std.length('${'x'.repeat(65_000)}')`,
    'by a comment': `1 //${'x'.repeat(65_000)}`,
    'by white space': `${' '.repeat(65_000)}1`,
    'by fields': `std.length({${Array.from({ length: 5_000 }, (_, i) => `f${i}:1,`).join('')}})`,
  }),
  ...bombs('a chain of operators', 'limit', {
    plus: `1${'+1'.repeat(30_000)}`,
    and: `true${'&&true'.repeat(10_000)}`,
    'array sums': `[]${'+[]'.repeat(20_000)}`,
    'object sums': `{}${'+{}'.repeat(20_000)}`,
  }),
  ...bombs('a loop', 'limit', {
    'of foldl': 'std.foldl(function(sum, i) sum + i, std.range(1, 1e9), 0)',
    'of foldr': 'std.foldr(function(i, sum) sum + i, std.range(1, 1e9), 0)',
    'of a comprehension': 'std.length([x for x in std.range(1, 1e9)])',
    'of nested comprehensions':
      'local r = std.range(1, 1e4); std.length([1 for a in r for b in r for c in r if a + b + c < 0])',
    'of a filter': 'std.length(std.filter(function(x) x < 0, std.range(1, 1e9)))',
    'of a count': 'std.count(std.range(1, 1e9), 0)',
    'of std.makeArray': 'std.foldl(function(a, x) x, std.makeArray(1e9, function(i) i), 0)',
    'of std.any': 'std.any(std.map(function(x) x < 0, std.range(1, 1e9)))',
    'of std.sum': 'std.sum(std.range(1, 1e9))',
    'of std.sort': 'std.sort(std.range(1, 1e9), function(x) -x)',
    'of std.member': 'std.member(std.range(1, 1e9), 0)',
    'of hashes': 'std.foldl(function(h, i) std.sha512(h), std.range(1, 1e9), "x")',
    'of strings': "std.foldl(function(s, i) std.strReplace(s, 'a', 'a'), std.range(1, 1e8), std.repeat('a', 1000))",
    'of formats': "std.foldl(function(s, i) '%s' % i, std.range(1, 1e9), '')",
    'in an assertion': 'assert std.foldl(function(sum, i) sum + i, std.range(1, 1e9), 0) > 0; 1',
    'in a key': '{ [std.toString(std.foldl(function(sum, i) sum + i, std.range(1, 1e9), 0))]: 1 }',
    'in an error': 'error std.toString(std.foldl(function(sum, i) sum + i, std.range(1, 1e9), 0))',
    'in a default': 'local f(x=std.foldl(function(sum, i) sum + i, std.range(1, 1e9), 0)) = x; f()',
    'in Cyrillic': "std.foldl(function(sum, i) sum + i, std.range(1, 1e9), 0) + 'ё'",
  }),
  ...bombs('a size', 'limit', {
    'of a repeated string': "std.length(std.repeat('0123456789', 1e7))",
    'of a string that no memory holds': "std.repeat('x', 1e10)",
    'of a string that doubles': "std.length(std.foldl(function(s, i) s + s, std.range(1, 40), 'x'))",
    'of an array that doubles':
      'std.length(std.foldl(function(a, i) a + a, std.range(1, 40), [1])) + std.sum(std.foldl(function(a, i) a + a, std.range(1, 40), [1]))',
    'of an object that doubles':
      'std.length(std.toString(std.foldl(function(o, i) { a: o, b: o }, std.range(1, 30), {})))',
    'of a joined string': "std.join('x', std.makeArray(1e8, function(i) 'xxxxxxxxxx'))",
    'of a made array': 'std.makeArray(1e8, function(i) i)',
    'of a repeated array': 'std.repeat([1, 2, 3], 1e8)',
    'of an output of strings': "std.repeat('x', 300000)",
    'of an output of numbers': 'std.range(1, 1e6)',
    'of an output of objects': '[{ a: i } for i in std.range(1, 20000)]',
    'of YAML': "std.manifestYamlDoc([{ a: 'x\\n' } for i in std.range(1, 1e7)])",
    'of JSON': "std.manifestJsonEx([{ a: i } for i in std.range(1, 1e6)], '          ')",
    'of Python': 'std.manifestPython([i for i in std.range(1, 1e7)])',
    'of XML': "std.manifestXmlJsonml(['a'] + [['b'] for i in std.range(1, 1e7)])",
    'of base64': "std.base64(std.repeat('x', 1e8))",
    'of bytes': "std.length(std.encodeUTF8(std.repeat('x', 1e8)))",
    'of a split': "std.length(std.split(std.repeat('x,', 1e7), ','))",
    'of characters': "std.length(std.stringChars(std.repeat('x', 1e7)))",
    'of parsed YAML':
      "std.length(std.toString(std.parseYaml('a: &a [x,x,x,x,x,x,x,x,x]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\\n')))",
  }),
  ...bombs('a size', 'value', {
    'of flattened arrays': 'std.length(std.flattenArrays(std.makeArray(1e4, function(i) std.range(1, 1e4))))',
  }),
  ...bombs('a format', 'limit', {
    'of great width': "'%1000000000d' % 1",
    'of width given': "'%*d' % [1e9, 1]",
    'of great precision': "'%.1000000000f' % 1",
    'of many verbs': "std.length(std.format(std.repeat('%s', 1e7), std.makeArray(1e7, function(i) 'xxxxxxxx')))",
    'of zero in %e': "'%e' % 0",
  }),
  ...bombs('the host', 'runtime', {
    'by import': "import '/etc/passwd'",
    'by importstr': "importstr '/proc/self/environ'",
    'by importbin': "importbin '/etc/hostname'",
    'by a relative import': "import 'courier.json'",
    'by std.extVar': "std.extVar('AWS_SECRET_ACCESS_KEY')",
    'by std.native': "std.native('read')('/etc/passwd')",
    'by a number too large': '1e309',
    'by not a number': 'std.sqrt(-1)',
    'by an infinite power': 'std.pow(10, 400)',
    'by a parsed number too large': "std.parseJson('1e400')",
    'by a lone surrogate': 'std.char(55296)',
    'by a character beyond Unicode': 'std.char(1114112)',
    'by a negative character': 'std.char(-1)',
    'by bytes that are no UTF-8': 'std.decodeUTF8([255, 254])',
    'by an error of an object': 'error { a: [1, 2] }',
    'by a long error': "error std.repeat('x', 100000)",
    'by a division': '1 / 0',
    'by a negative repeat': "std.repeat('x', -1)",
    'by an index of a fraction': '[1, 2][0.5]',
    'by a field of a null': 'null.a',
    'by parsing nested JSON': "std.parseJson(std.repeat('[', 1e6))",
    'by a native call': "arakoo.native('f', [])",
    'by taking a place among the arguments': '1), (2',
  }),
  ...bombs("the engine's own object", 'limit', {
    'by a bad expression': "arakoo.regexMatch('a', '(')",
  }),
  ...bombs('the engine and its host', 'syntax', {
    'by an escape of half a surrogate': "'\\ud800'",
    'by an escape of the other half': "'\\udc00'",
    'by nothing': '',
    'by a null character': '\u0000',
    'by a byte order mark': '\ufeff1',
    'by a string without end': "'",
    'by a comment without end': '/*',
    'by a text block without end': '|||\n  a',
    'by leaving its brackets': '1)) + ((2',
  }),
  ...bombs('what it is given', 'value', {
    'with lone surrogates': { snippet: 'function(ctx) ctx.a', ctx: { a: '\ud800 \udc00' } },
    'with Jsonnet in it': { snippet: 'function(ctx) ctx.a', ctx: { a: "' + error 'x' + '", "b') + (": 1 } },
    'with keys that are words': { snippet: 'function(ctx) ctx', ctx: { self: 1, $: 2, super: 3, '': 4, __proto__: 5 } },
    'with every control character': {
      snippet: 'function(ctx) ctx',
      ctx: Array.from({ length: 160 }, (_, i) => String.fromCharCode(i)).join(''),
    },
    'with placeholders of a format': { snippet: "function(ctx) '%s' % ctx.a", ctx: { a: '%s %d %(x)s %' } },
    'as wide as can be': { snippet: 'function(ctx) std.length(ctx)', ctx: Array.from({ length: 30_000 }, () => 1) },
    'as deep as can be': {
      snippet: 'function(ctx) std.length(ctx)',
      ctx: JSON.parse('['.repeat(500) + ']'.repeat(500)),
    },
    'and does nothing with it': { snippet: '1', ctx: 'x'.repeat(65_000) },
  }),
  ...bombs('what it is given', 'limit', {
    'one level too deep': { snippet: '1', ctx: JSON.parse('['.repeat(501) + ']'.repeat(501)) },
    'objects as deep as can be': {
      snippet: 'function(ctx) ctx',
      ctx: JSON.parse('{"a":'.repeat(500) + 1 + '}'.repeat(500)),
    },
    'too large': { snippet: '1', ctx: 'x'.repeat(262_144) },
  }),
];

function bombs(
  group: string,
  ends: BombEnd,
  snippets: Readonly<Record<string, string | { readonly snippet: string; readonly ctx: unknown }>>,
): Bomb[] {
  return Object.entries(snippets).map(([name, bomb]) => ({
    name: `${group} ${name}`,
    ends,
    ...(typeof bomb === 'string' ? { snippet: bomb } : bomb),
  }));
}

function nest(before: string, inner: string, after: string, levels = 20_000): string {
  return before.repeat(levels) + inner + after.repeat(levels);
}
