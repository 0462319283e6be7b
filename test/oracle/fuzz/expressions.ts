import { STRINGS } from './data';
import { FUNCTIONS, type Param, type Signature } from './functions';
import type { Random } from './random';
import { type Kind, namesOf, type Scope } from './scope';

/** How often an argument is of another kind than the function asks for. */
const WRONG = 0.05;

const KINDS: readonly Kind[] = ['string', 'int', 'float', 'bool', 'list', 'map', 'nil'];
const LITERALS: Readonly<Record<'int' | 'float' | 'rare', readonly string[]>> = {
  int: ['0', '1', '2', '3', '7', '42', '-1', '-5', '100', '1000', '0x1F', '0b101', '0o17', '1_000', "'a'", "'ä'", '+3'],
  float: ['0.0', '1.5', '-2.25', '3.1415', '1e3', '1e21', '1e-7', '.5', '5.', '0x1p4', '1e6', '1.0', '2.675'],
  rare: ['1i', '2.5i', '0i', '9223372036854775807', '-9223372036854775808', '9223372036854775808', '1e400', "'😀'"],
};
const REGEXES: readonly string[] = [
  'a',
  '[a-z]+',
  '\\d+',
  '(\\d{3})(\\d{3})',
  '^[A-Z]\\w*',
  '(?i)HELLO',
  '\\s*',
  'a|b',
  '(?P<year>\\d{4})-(?P<month>\\d\\d)',
  '.',
  '',
  'x*',
  '[äöü]',
  '\\p{L}+',
  '[',
  '(',
  'a**',
  '\\bo',
  '(?s).+',
  '[^,]+',
];
const SEPARATORS: readonly string[] = [
  '',
  ',',
  ' ',
  'a',
  '-',
  '/',
  'ä',
  '.',
  '\n',
  'lo',
  '$1',
  '${1}x',
  '$',
  '+49',
  'o',
];
const SEMVERS: readonly string[] = [
  '1.2.3',
  'v1.2',
  '1',
  '2.0.0-rc.1',
  '1.2.3+build',
  '0.0.0',
  'x',
  '',
  '1.2.3.4',
  '01.2.3',
];
const CONSTRAINTS: readonly string[] = [
  '^1.2',
  '~1.2.3',
  '>=1.0.0',
  '1.x',
  '*',
  '!=1.2.3',
  '>1, <3',
  '^1 || ^2',
  '=2.0.0-rc.1',
  '>=1.2.3-0',
  'x y',
  '1.0 - 2.0',
  '<2',
  '',
];
const JSONS: readonly string[] = [
  '{"a":1,"b":[1,2.5,"x",null,true]}',
  '[]',
  '"text"',
  '12.50',
  'null',
  '{',
  '',
  '[1,]',
  '{"a":{"b":"c"}}',
  '1e999',
  '"\\u00e4\\ud800"',
];
const TYPES: readonly string[] = [
  'string',
  'int',
  'int64',
  'float64',
  'bool',
  'map',
  'slice',
  'map[string]interface {}',
  '[]interface {}',
  '[]string',
  'ptr',
  'invalid',
  '*sms.LoginCodeValidModel',
  'uint8',
  'struct',
];
const URLS: readonly string[] = [
  'https://user:pw@example.com:8080/p/a?q=1&r=#frag',
  'http://example.com',
  '/relative?x',
  '',
  'mailto:a@b.c',
  '//host/path',
  'http://[::1]:80/',
  'a b',
  '%zz',
  'http://ex ample.com',
  'https://ä.example/ö?ü=1',
];
const PATHS: readonly string[] = [
  'a/b/c.txt',
  '/a/../b',
  '',
  '.',
  '..',
  'a//b/',
  '/',
  '../a/./b',
  '.hidden',
  'x.tar.gz',
];
const KEYS: readonly string[] = ['a', 'b', 'c', 'name', 'x', 'items', 'lang', 'missing', '_0', '_1', 'host', ''];
const FLAGS: readonly string[] = ['', '', '', '+', '-', '#', ' ', '0', '+#', '-0', '# ', ' +', '0-', '+0'];
/** Without p: an address is chance, and a function around it makes that hard to tell. The corpus has it. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  string: ['s', 'q', 'v', 'x', 'X', 'T', 'd', 'c', 't'],
  int: ['d', 'v', 'b', 'o', 'O', 'x', 'X', 'c', 'q', 'U', 'T', 's', 'e', 'f'],
  float: ['f', 'g', 'e', 'E', 'G', 'F', 'v', 'x', 'X', 'b', 'd', 'T', 's'],
  bool: ['t', 'v', 'T', 'd', 's', 'q'],
  list: ['v', 'd', 's', 'q', 'x', 'T', 'f', 't'],
  map: ['v', 'd', 's', 'q', 'x', 'T'],
  nil: ['v', 'd', 's', 'T'],
  any: ['v', 's', 'd', 'q', 'T', 'w', 'z', '!'],
};

const fitting = (kind: Kind): readonly Signature[] => FUNCTIONS.filter(({ result }) => result === kind);
const BY_RESULT = new Map([...KINDS, 'any' as const].map((kind) => [kind, fitting(kind)]));

/** Writes expressions for a scope. */
export class Expressions {
  constructor(private readonly random: Random) {}

  /** One or more commands. */
  pipeline(kind: Kind, scope: Scope, depth: number): string {
    let text = this.command(kind, scope, depth);
    let current = kind;
    while (this.random.chance(0.2)) {
      const next = this.random.pick(FUNCTIONS);
      const last = next.rest ?? next.params.at(-1);
      const isFit = last === 'any' || last === current || (last === 'separator' && current === 'string');
      if (!isFit && !this.random.chance(WRONG)) continue;
      const given = next.rest === undefined ? next.params.slice(0, -1) : next.params;
      text += `${this.bar()}${this.call({ ...next, params: given }, scope, depth - 1)}`;
      current = next.result;
    }
    return text;
  }

  private bar(): string {
    return this.random.pick([' | ', ' | ', ' | ', '|', ' |', '\n| ']);
  }

  private command(kind: Kind, scope: Scope, depth: number): string {
    if (depth <= 0 || this.random.chance(0.3)) return this.operand(kind, scope, depth);
    if (kind === 'string' && this.random.chance(0.15)) return this.printf(scope, depth);
    const giving = (kind !== 'any' && BY_RESULT.get(kind)) || FUNCTIONS;
    return this.call(this.random.pick(giving.length > 0 ? giving : FUNCTIONS), scope, depth - 1);
  }

  private call({ name, params, rest }: Signature, scope: Scope, depth: number): string {
    const given = params.map((param) => this.argument(param, scope, depth));
    if (rest !== undefined) given.push(...this.random.times(0, 3, () => this.argument(rest, scope, depth)));
    if (this.random.chance(0.01)) given.pop();
    if (this.random.chance(0.01)) given.push(this.argument('any', scope, depth));
    return [name, ...given].join(' ');
  }

  private argument(param: Param, scope: Scope, depth: number): string {
    if (this.random.chance(WRONG)) return this.operand(this.random.pick(KINDS), scope, depth);
    switch (param) {
      case 'count':
        return this.random.chance(0.1) ? '(len .)' : String(this.random.between(-2, 9));
      case 'regex':
        return this.quoted(this.random.pick(REGEXES));
      case 'separator':
        return this.random.chance(0.7)
          ? this.quoted(this.random.pick(SEPARATORS))
          : this.operand('string', scope, depth);
      case 'semver':
        return this.quoted(this.random.pick(SEMVERS));
      case 'constraint':
        return this.quoted(this.random.pick(CONSTRAINTS));
      case 'json':
        return this.random.chance(0.8) ? this.quoted(this.random.pick(JSONS)) : this.operand('string', scope, depth);
      case 'key':
        return this.random.chance(0.8) ? this.quoted(this.random.pick(KEYS)) : this.operand('string', scope, depth);
      case 'type':
        return this.quoted(this.random.pick(TYPES));
      case 'url':
        return this.quoted(this.random.pick(URLS));
      case 'path':
        return this.quoted(this.random.pick(PATHS));
      case 'format':
        return this.quoted(this.random.pick(STRINGS));
      default:
        return this.operand(param, scope, depth);
    }
  }

  /** What may stand as an argument. */
  operand(kind: Kind, scope: Scope, depth: number): string {
    const wanted = kind === 'any' ? this.random.pick(KINDS) : kind;
    if (depth > 0 && this.random.chance(0.3)) {
      const inner = `(${this.pipeline(wanted, scope, depth - 1)})`;
      return wanted === 'map' && this.random.chance(0.1)
        ? `${inner}.${this.random.pick(['a', 'b', 'x', 'missing.x'])}`
        : inner;
    }
    const names = namesOf(scope);
    const fitting = names.filter((name) => name.kind === wanted);
    if (fitting.length > 0 && this.random.chance(0.65)) return this.random.pick(fitting).text;
    if (this.random.chance(0.03)) return this.random.pick(names).text;
    if (this.random.chance(0.02))
      return this.random.pick(['.missing', '$.missing', '.missing.x', '.a.b.c', '$.a.missing']);
    return this.literal(wanted);
  }

  private literal(kind: Kind): string {
    switch (kind) {
      case 'int':
      case 'float':
        return this.random.pick(this.random.chance(0.04) ? LITERALS.rare : LITERALS[kind]);
      case 'bool':
        return this.random.pick(['true', 'false']);
      case 'list':
        return this.random.pick([
          '(list)',
          '(list 1 2 3)',
          '(list "b" "a" "b")',
          '(until 3)',
          '(splitList "," "x,y,z")',
          '(list nil 1 "a" 1.5)',
        ]);
      case 'map':
        return this.random.pick([
          '(dict)',
          '(dict "a" 1 "b" "x")',
          '(dict "a" (dict "b" 2))',
          '(split "," "x,y")',
          '(dict "x" nil)',
        ]);
      case 'nil':
        return 'nil';
      default:
        return this.quoted(this.random.pick(STRINGS));
    }
  }

  /** A string of Go, in one of its spellings. */
  quoted(text: string): string {
    if (this.random.chance(0.02))
      return this.random.pick(['"\\xff"', '"a\\xc3"', '"\\xe4\\xb8"', '"\\101\\x42"', '"\\U0001F600"']);
    if (this.random.chance(0.2) && !text.includes('`')) return `\`${text}\``;
    return JSON.stringify(text);
  }

  /** A format with verbs that mostly fit its arguments. */
  private printf(scope: Scope, depth: number): string {
    const kinds = this.random.times(0, 3, () => this.random.pick(KINDS));
    let format = this.random.pick(['', '', 'a', '%%', 'ä ']);
    for (const kind of kinds) {
      const { random } = this;
      const width = random.chance(0.3) ? String(random.between(0, 12)) : '';
      const precision = random.chance(0.2) ? `.${random.chance(0.2) ? '' : random.between(0, 8)}` : '';
      const index = random.chance(0.04) ? `[${random.between(0, 4)}]` : '';
      const verb = random.pick(VERBS[random.chance(0.1) ? 'any' : kind] ?? ['v']);
      // Go 1.20 changed what flags do to w, and a function around it may make the difference hard to tell
      const spec = verb === 'w' ? '' : `${random.pick(FLAGS)}${width}${precision}`;
      format += `%${spec}${index}${verb}${random.pick(['', ' ', '|', 'x'])}`;
    }
    if (this.random.chance(0.05)) format += this.random.pick(['%', '%d', '%*d', '%[5]d', '%-', '%.*f', '%é', '%5']);
    const given = kinds.map((kind) => this.argument(kind, scope, depth - 1));
    if (this.random.chance(0.04)) given.pop();
    if (this.random.chance(0.04)) given.push(this.argument('any', scope, depth - 1));
    return ['printf', this.quoted(format), ...given].join(' ');
  }
}
