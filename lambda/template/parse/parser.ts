import { TemplateError } from '../error';
import { quote, sprintf } from '../format';
import { tokenize } from './lexer';
import type { CommandNode, Node, NumberNode, Operand, PipeNode, TemplateNode } from './node';
import { parseCharConstant, parseComplexConstant, parseNumberConstant } from './number';
import { KEYWORDS, type Token, type TokenType } from './token';
import { unquote } from './unquote';

/** Parentheses, blocks and the branches of an else-if chain may nest this deep, so that no source exhausts the stack. */
const MAX_NESTING = 500;

/** The templates of a source by name: its own, and those that it defines. */
export type Trees = ReadonlyMap<string, readonly Node[]>;

/** What may end a list of nodes. */
type Ending = 'end' | 'else';

/** Reads a template. @throws TemplateError */
export function parse(name: string, source: string, hasFunction: (name: string) => boolean): Trees {
  const trees = new Map<string, readonly Node[]>();
  new Parser(name, name, { tokens: tokenize(source), at: 0, depth: 0 }, trees, hasFunction).parseSource();
  return trees;
}

interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** What the lexer gives after its last token. */
const NOTHING: Token = { type: 'error', text: '', at: 0, line: 0 };

/** Parser of one template; each definition in it has one of its own, on the same tokens. */
class Parser {
  private readonly variables = ['$'];
  /** The last token that this parser was the first to see: errors name its line. */
  private last: Token = NOTHING;
  private lastAt = -1;
  private actionLine = 0;
  private rangeDepth = 0;

  constructor(
    private readonly sourceName: string,
    private name: string,
    private readonly cursor: Cursor,
    private readonly trees: Map<string, readonly Node[]>,
    private readonly hasFunction: (name: string) => boolean,
  ) {}

  /** The whole source: text, actions and definitions. */
  parseSource(): void {
    const nodes: Node[] = [];
    while (this.peek().type !== 'eof') {
      if (this.peek().type === 'leftDelim') {
        const { at } = this.cursor;
        this.next();
        if (this.nextNonSpace().type === 'define') {
          this.parserOf('definition').parseDefinition();
          continue;
        }
        this.cursor.at = at;
      }
      const node = this.textOrAction();
      if (typeof node === 'string') throw this.error(`unexpected {{${node}}}`);
      nodes.push(node);
    }
    this.add(nodes);
  }

  private parserOf(name: string): Parser {
    return new Parser(this.sourceName, name, this.cursor, this.trees, this.hasFunction);
  }

  private parseDefinition(): void {
    const context = 'define clause';
    const token = this.nextNonSpace();
    if (token.type !== 'string' && token.type !== 'rawString') throw this.unexpected(token, context);
    this.name = this.unquote(token.text);
    this.expect('rightDelim', context);
    this.body(context);
  }

  /** The rest of a define or block, up to its end. */
  private body(context: string, outer: Parser = this): void {
    const [nodes, ending] = this.list();
    if (ending !== 'end') throw outer.error(`unexpected {{${ending}}} in ${context}`);
    this.add(nodes);
  }

  private add(nodes: readonly Node[]): void {
    const known = this.trees.get(this.name);
    if (known === undefined || isEmpty(known)) this.trees.set(this.name, nodes);
    else if (!isEmpty(nodes)) throw this.error(`template: multiple definition of template ${quote(this.name)}`);
  }

  private list(): [readonly Node[], Ending] {
    const nodes: Node[] = [];
    while (this.peekNonSpace().type !== 'eof') {
      const node = this.textOrAction();
      if (typeof node === 'string') return [nodes, node];
      nodes.push(node);
    }
    throw this.error('unexpected EOF');
  }

  private textOrAction(): Node | Ending {
    const token = this.nextNonSpace();
    if (token.type === 'text') return { type: 'text', at: token.at, text: token.text };
    if (token.type !== 'leftDelim') throw this.unexpected(token, 'input');
    this.actionLine = token.line;
    const node = this.action();
    this.actionLine = 0;
    return node;
  }

  private action(): Node | Ending {
    const { at } = this.cursor;
    const token = this.nextNonSpace();
    switch (token.type) {
      case 'block':
        return this.block();
      case 'break':
      case 'continue':
        return this.jump(token.type, token.at);
      case 'else':
        return this.elseClause();
      case 'end':
        this.expect('rightDelim', 'end');
        return 'end';
      case 'if':
      case 'with':
      case 'range':
        return this.control(token.type);
      case 'template':
        return this.template();
      default: {
        this.cursor.at = at;
        const first = this.peekNonSpace();
        return { type: 'action', at: first.at, pipe: this.pipeline('command', 'rightDelim') };
      }
    }
  }

  private enter(what: string): void {
    if (++this.cursor.depth > MAX_NESTING) throw this.error(`${what} nested more than ${MAX_NESTING} deep`);
  }

  private jump(type: 'break' | 'continue', at: number): Node {
    const token = this.nextNonSpace();
    if (token.type !== 'rightDelim') throw this.unexpected(token, `{{${type}}}`);
    if (this.rangeDepth === 0) throw this.error(`{{${type}}} outside {{range}}`);
    return { type, at };
  }

  /** `{{else}}`, or the beginning of `{{else if …}}` and `{{else with …}}`, whose keyword stays for {@link control}. */
  private elseClause(): Ending {
    const next = this.peekNonSpace().type;
    if (next !== 'if' && next !== 'with') this.expect('rightDelim', 'else');
    return 'else';
  }

  private control(type: 'if' | 'with' | 'range'): Node {
    this.enter('blocks');
    const known = this.variables.length;
    const pipe = this.pipeline(type, 'rightDelim');
    if (type === 'range') this.rangeDepth++;
    const [list, ending] = this.list();
    if (type === 'range') this.rangeDepth--;
    const elseList = ending === 'else' ? this.elseList(type) : undefined;
    this.variables.length = known;
    this.cursor.depth--;
    return { type, at: pipe.at, pipe, list, elseList };
  }

  private elseList(type: 'if' | 'with' | 'range'): readonly Node[] {
    // `else if` shares the end of its if, as `else with` does that of its with
    if (type !== 'range' && this.peek().type === type) {
      this.next();
      return [this.control(type)];
    }
    const [nodes, ending] = this.list();
    if (ending !== 'end') throw this.error(`expected end; found {{${ending}}}`);
    return nodes;
  }

  private block(): TemplateNode {
    const context = 'block clause';
    const token = this.nextNonSpace();
    const name = this.templateName(token, context);
    const pipe = this.pipeline(context, 'rightDelim');
    this.enter('blocks');
    this.parserOf(name).body(context, this);
    this.cursor.depth--;
    return { type: 'template', at: token.at, name, pipe };
  }

  private template(): TemplateNode {
    const context = 'template clause';
    const token = this.nextNonSpace();
    const name = this.templateName(token, context);
    const { at } = this.cursor;
    const pipe = this.nextNonSpace().type === 'rightDelim' ? undefined : this.pipelineFrom(at, context);
    return { type: 'template', at: token.at, name, pipe };
  }

  private pipelineFrom(at: number, context: string): PipeNode {
    this.cursor.at = at;
    return this.pipeline(context, 'rightDelim');
  }

  private templateName(token: Token, context: string): string {
    if (token.type !== 'string' && token.type !== 'rawString') throw this.unexpected(token, context);
    return this.unquote(token.text);
  }

  private pipeline(context: string, end: TokenType): PipeNode {
    this.enter('expressions');
    const { at } = this.peekNonSpace();
    const { declares, isAssignment } = this.declarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const start = this.cursor.at;
      const token = this.nextNonSpace();
      if (token.type === end) break;
      if (!OPERANDS.has(token.type)) throw this.unexpected(token, context);
      this.cursor.at = start;
      commands.push(this.command());
    }
    this.checkPipeline(commands, context);
    this.cursor.depth--;
    return { type: 'pipe', at, declares, isAssignment, commands };
  }

  /** `$x :=`, `$x =`, or before a range's pipeline `$i, $x :=` or `$i, $x =`. */
  private declarations(context: string): Pick<PipeNode, 'declares' | 'isAssignment'> {
    const declares: string[] = [];
    for (;;) {
      const variable = this.peekNonSpace();
      if (variable.type !== 'variable') return { declares, isAssignment: false };
      const { at } = this.cursor;
      this.nextNonSpace();
      const next = this.peekNonSpace();
      const isComma = next.type === 'char' && next.text === ',';
      if (!isComma && next.type !== 'assign' && next.type !== 'declare') {
        // it is an operand
        this.cursor.at = at;
        return { declares, isAssignment: false };
      }
      this.nextNonSpace();
      declares.push(variable.text);
      this.variables.push(variable.text);
      if (!isComma) return { declares, isAssignment: next.type === 'assign' };
      if (context !== 'range' || declares.length > 1) throw this.error(`too many declarations in ${context}`);
      const after = this.peekNonSpace().type;
      if (after !== 'variable' && after !== 'rightDelim' && after !== 'rightParen')
        throw this.error('range can only initialize variables');
    }
  }

  private checkPipeline(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) throw this.error(`missing value for ${context}`);
    const literal = commands.findIndex(({ args }, index) => index > 0 && LITERALS.has(args[0].type));
    if (literal > 0) throw this.error(`non executable command in pipeline stage ${literal + 1}`);
  }

  private command(): CommandNode {
    const { at } = this.peekNonSpace();
    const args: Operand[] = [];
    for (;;) {
      this.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) args.push(operand);
      const before = this.cursor.at;
      const token = this.next();
      if (token.type === 'space') continue;
      if (token.type === 'rightDelim' || token.type === 'rightParen') this.cursor.at = before;
      else if (token.type !== 'pipe') throw this.unexpected(token, 'operand');
      break;
    }
    const [first, ...rest] = args;
    if (first === undefined) throw this.error('empty command');
    return { type: 'command', at, args: [first, ...rest] };
  }

  /** A term and the fields that follow it without a space. */
  private operand(): Operand | undefined {
    const term = this.term();
    const field = this.peek();
    if (term === undefined || field.type !== 'field') return term;
    const fields: string[] = [];
    while (this.peek().type === 'field') fields.push(this.next().text.slice(1));
    const [first = '', ...rest] = fields;
    switch (term.type) {
      case 'field':
        return { ...term, at: field.at, fields: [...term.fields, ...fields] };
      case 'variable':
        return { ...term, at: field.at, fields: [...term.fields, ...fields] };
      case 'identifier':
      case 'pipe':
        return { type: 'chain', at: field.at, operand: term, fields: [first, ...rest] };
      case 'chain':
        throw new Error('a term is no chain');
      default:
        throw this.error(`unexpected . after term ${quote(termText(term))}`);
    }
  }

  private term(): Operand | undefined {
    const before = this.cursor.at;
    const token = this.nextNonSpace();
    const { at, text } = token;
    switch (token.type) {
      case 'identifier':
        if (!this.hasFunction(text)) throw this.error(`function ${quote(text)} not defined`);
        return { type: 'identifier', at, name: text };
      case 'dot':
        return { type: 'dot', at };
      case 'nil':
        return { type: 'nil', at };
      case 'variable':
        if (!this.variables.includes(text)) throw this.error(`undefined variable ${quote(text)}`);
        return { type: 'variable', at, name: text, fields: [] };
      case 'field':
        return { type: 'field', at, fields: [text.slice(1)] };
      case 'bool':
        return { type: 'bool', at, value: text === 'true' };
      case 'charConstant':
      case 'complex':
      case 'number':
        return this.number(token);
      case 'leftParen':
        return this.pipeline('parenthesized pipeline', 'rightParen');
      case 'string':
      case 'rawString':
        return { type: 'string', at, source: text, text: this.unquote(text) };
      default:
        this.cursor.at = before;
        this.skipSpaces();
        return undefined;
    }
  }

  private number({ type, at, text }: Token): NumberNode {
    try {
      const value =
        type === 'charConstant'
          ? parseCharConstant(text)
          : type === 'complex'
            ? parseComplexConstant(text)
            : parseNumberConstant(text);
      return { type: 'number', at, text, value };
    } catch (error) {
      throw this.error((error as Error).message);
    }
  }

  private unquote(literal: string): string {
    try {
      return unquote(literal);
    } catch (error) {
      throw this.error((error as Error).message);
    }
  }

  private next(): Token {
    const token = this.cursor.tokens[this.cursor.at] ?? NOTHING;
    if (this.cursor.at > this.lastAt) {
      this.lastAt = this.cursor.at;
      this.last = token;
    }
    this.cursor.at++;
    return token;
  }

  private peek(): Token {
    const token = this.next();
    this.cursor.at--;
    return token;
  }

  private nextNonSpace(): Token {
    let token = this.next();
    while (token.type === 'space') token = this.next();
    return token;
  }

  /** Takes spaces, and shows what follows them without taking it. */
  private peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.cursor.at--;
    return token;
  }

  private skipSpaces(): void {
    this.peekNonSpace();
  }

  private expect(type: TokenType, context: string): Token {
    const token = this.nextNonSpace();
    if (token.type !== type) throw this.unexpected(token, context);
    return token;
  }

  private unexpected(token: Token, context: string): TemplateError {
    if (token.type !== 'error') return this.error(`unexpected ${describe(token)} in ${context}`);
    if (this.actionLine === 0 || this.actionLine === token.line) return this.error(token.text);
    const started = `${token.text.endsWith(' action') ? '' : ' in action'} started at ${this.sourceName}:${this.actionLine}`;
    return this.error(token.text + started);
  }

  private error(message: string): TemplateError {
    const { line } = this.last;
    return new TemplateError(`template: ${this.sourceName}:${line}: ${message}`, 'parse', line, undefined);
  }
}

const OPERANDS: ReadonlySet<TokenType> = new Set<TokenType>([
  'bool',
  'charConstant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);

const LITERALS: ReadonlySet<Operand['type']> = new Set<Operand['type']>(['bool', 'dot', 'nil', 'number', 'string']);

function termText(term: Operand): string {
  switch (term.type) {
    case 'bool':
      return String(term.value);
    case 'number':
      return term.text;
    case 'string':
      return term.source;
    default:
      return term.type === 'nil' ? 'nil' : '.';
  }
}

/** A token as an error shows it. */
function describe({ type, text }: Token): string {
  if (type === 'eof') return 'EOF';
  if (KEYWORDS.has(type) || type === 'dot') return `<${text}>`;
  return sprintf(Buffer.byteLength(text) > 10 ? '%.10q...' : '%q', [text]);
}

/** Nothing but white space: a definition that a later one may replace. */
function isEmpty(nodes: readonly Node[]): boolean {
  return nodes.every((node) => node.type === 'text' && node.text.trim() === '');
}
