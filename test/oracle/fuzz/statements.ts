import { Expressions } from './expressions';
import type { Random } from './random';
import { type Kind, type Known, kindOf, type Named, namesOf, type Scope } from './scope';

const TEXTS: readonly string[] = [
  '',
  'a',
  ' ',
  '\n',
  ' \n\t ',
  'text ',
  'ä😀',
  '{ ',
  '}',
  '-',
  '"',
  '\r\n',
  '. ',
  'x\ny\n',
];
const VARIABLES: readonly string[] = ['$x', '$y', '$z', '$i'];
const TEMPLATES: readonly string[] = ['one', 'two', 'a b'];
const KINDS: readonly Kind[] = ['string', 'string', 'string', 'int', 'float', 'bool', 'list', 'map', 'any'];

/** Writes templates: text and actions of every sort, in blocks that hold each other. */
export class Statements {
  private readonly expressions: Expressions;

  constructor(private readonly random: Random) {
    this.expressions = new Expressions(random);
  }

  template(data: Known): string {
    const templates = this.random.chance(0.25) ? this.random.times(1, 2, () => this.random.pick(TEMPLATES)) : [];
    const definitions = templates.map((name) => {
      // templates that call themselves or each other would not end
      const scope = { root: data, dot: data, variables: [], templates: [], inRange: false };
      return `${this.open()}define ${JSON.stringify(name)}${this.close()}${this.list(scope, 2)}${this.end()}`;
    });
    const main = this.list({ root: data, dot: data, variables: [], templates, inRange: false }, 3);
    return this.random.chance(0.5) ? definitions.join('') + main : main + definitions.join('');
  }

  private list(scope: Scope, depth: number): string {
    let text = '';
    let current = scope;
    for (const _ of this.random.times(1, depth > 1 ? 4 : 2, () => 0)) {
      text += this.random.pick(TEXTS);
      if (this.random.chance(0.15)) {
        const [statement, next] = this.assignment(current, depth);
        text += statement;
        current = next;
      } else text += this.statement(current, depth);
    }
    return text + this.random.pick(TEXTS);
  }

  private statement(scope: Scope, depth: number): string {
    const choice = this.random.between(0, 19);
    if (depth <= 0 || choice < 9) return this.action(scope, depth);
    if (choice < 12) return this.conditional(scope, depth);
    if (choice < 15) return this.range(scope, depth);
    if (choice < 17) return this.with(scope, depth);
    if (choice === 17) return this.invocation(scope, depth);
    if (choice === 18 && scope.inRange)
      return `${this.open()}if ${this.expressions.pipeline('bool', scope, 1)}${this.close()}${this.wrap(this.random.pick(['break', 'continue']))}${this.end()}`;
    return this.random.pick(['{{/* a */}}', '{{- /* {{ */ -}}', '{{/* b\n */ -}}']);
  }

  private action(scope: Scope, depth: number): string {
    return this.wrap(this.expressions.pipeline(this.random.pick(KINDS), scope, depth + 1));
  }

  private assignment(scope: Scope, depth: number): [string, Scope] {
    const { text: value, named } = this.valueOf(scope, depth);
    const known = scope.variables.filter(({ text }) => VARIABLES.includes(text));
    if (known.length > 0 && this.random.chance(0.4))
      return [this.wrap(`${this.random.pick(known).text} = ${value}`), scope];
    const name = this.random.pick(VARIABLES);
    return [this.wrap(`${name} := ${value}`), declare(scope, { ...named, text: name })];
  }

  /** A pipeline, and what the generator knows of its value. */
  private valueOf(scope: Scope, depth: number): { text: string; named: Named } {
    const names = namesOf(scope);
    if (this.random.chance(0.5)) {
      const named = this.random.pick(names);
      return { text: named.text, named };
    }
    const kind = this.random.pick(KINDS);
    const text = this.expressions.pipeline(kind, scope, depth);
    return { text, named: { text, kind, value: undefined } };
  }

  private conditional(scope: Scope, depth: number): string {
    const head = (word: string): string =>
      `${this.open()}${word} ${this.expressions.pipeline(this.random.pick(['bool', 'any'] as const), scope, 2)}${this.close()}`;
    let text = head('if') + this.list(scope, depth - 1);
    while (this.random.chance(0.2)) text += head('else if') + this.list(scope, depth - 1);
    return text + this.otherwise(scope, depth) + this.end();
  }

  private with(scope: Scope, depth: number): string {
    const { text, named } = this.valueOf(scope, depth);
    const inner = { ...scope, dot: named.value };
    if (this.random.chance(0.3)) {
      const name = this.random.pick(VARIABLES);
      const variable = { ...named, text: name };
      return `${this.open()}with ${name} := ${text}${this.close()}${this.list(declare(inner, variable), depth - 1)}${this.otherwise(declare(scope, variable), depth)}${this.end()}`;
    }
    return `${this.open()}with ${text}${this.close()}${this.list(inner, depth - 1)}${this.otherwise(scope, depth)}${this.end()}`;
  }

  private range(scope: Scope, depth: number): string {
    const items = namesOf(scope).filter(({ kind }) => kind === 'list' || kind === 'map');
    const named = items.length > 0 && this.random.chance(0.6) ? this.random.pick(items) : undefined;
    const value =
      named?.text ?? this.expressions.pipeline(this.random.pick(['list', 'list', 'map'] as const), scope, 1);
    const item = firstItem(named?.value);
    const inner = { ...scope, dot: item, inRange: true };
    const variables: Named[] = [
      { text: '$i', kind: 'any', value: undefined },
      { text: '$v', kind: kindOf(item), value: item },
    ];
    const declared = this.random.between(0, 2);
    const names = variables.slice(2 - declared);
    const head = declared === 0 ? '' : `${names.map(({ text }) => text).join(', ')} := `;
    const body = this.list(names.reduce(declare, inner as Scope), depth - 1);
    return `${this.open()}range ${head}${value}${this.close()}${body}${this.otherwise(names.reduce(declare, scope), depth)}${this.end()}`;
  }

  private otherwise(scope: Scope, depth: number): string {
    return this.random.chance(0.4) ? this.wrap('else') + this.list(scope, depth - 1) : '';
  }

  private invocation(scope: Scope, depth: number): string {
    const { text, named } = this.valueOf(scope, 1);
    if (this.random.chance(0.3)) {
      const name = `block ${this.random.between(1, 9)}`;
      const inner = { root: named.value, dot: named.value, variables: [], templates: [], inRange: false };
      return `${this.open()}block ${JSON.stringify(name)} ${text}${this.close()}${this.list(inner, depth - 1)}${this.end()}`;
    }
    const name = this.random.pick(scope.templates.length > 0 && this.random.chance(0.95) ? scope.templates : TEMPLATES);
    return this.wrap(`template ${JSON.stringify(name)}${this.random.chance(0.8) ? ` ${text}` : ''}`);
  }

  private wrap(content: string): string {
    return this.open() + content + this.close();
  }

  private end(): string {
    return this.wrap('end');
  }

  private open(): string {
    return this.random.pick(['{{ ', '{{ ', '{{', '{{', '{{- ', '{{-\n', '{{\t']);
  }

  private close(): string {
    return this.random.pick([' }}', ' }}', '}}', '}}', ' -}}', '\n-}}', '\t}}']);
  }
}

function declare(scope: Scope, variable: Named): Scope {
  return { ...scope, variables: [...scope.variables.filter(({ text }) => text !== variable.text), variable] };
}

function firstItem(value: Known): Known {
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) ? value[0] : Object.values(value)[0];
}
