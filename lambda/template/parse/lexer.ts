import { sprintf } from '../format';
import { int32 } from '../value';
import { KEYWORDS, type Keyword, type Token, type TokenType } from './token';

const OPEN = '{{';
const CLOSE = '}}';
const SPACES = ' \t\r\n';
const ALPHANUMERIC = /[_\p{L}\p{Nd}]/u;
const PRINTABLE_ASCII = /[ -~]/;

/** Splits a template into tokens. The last one is `eof` or `error`; nothing is thrown. */
export function tokenize(source: string): readonly Token[] {
  return new Lexer(source).run();
}

class Lexer {
  private readonly tokens: Token[] = [];
  private at = 0;
  /** Where the token begins that is being read. */
  private start = 0;
  private line = 1;
  /** Offset up to which `line` has counted. */
  private counted = 0;
  private parens = 0;

  constructor(private readonly source: string) {}

  run(): readonly Token[] {
    while (this.text()) if (!this.action()) break;
    return this.tokens;
  }

  /** Reads text up to the next action. @returns whether an action follows */
  private text(): boolean {
    const open = this.source.indexOf(OPEN, this.at);
    const end = open < 0 ? this.source.length : open;
    let trimmed = end;
    if (open >= 0 && this.hasLeftTrim(open + OPEN.length)) {
      while (trimmed > this.start && isSpace(this.source[trimmed - 1])) trimmed--;
    }
    this.at = trimmed;
    if (this.at > this.start) this.emit('text');
    this.skipTo(end);
    if (open < 0) this.emit('eof');
    return open >= 0;
  }

  /** Reads one action or comment, delimiters included. @returns whether to go on */
  private action(): boolean {
    const marker = this.hasLeftTrim(this.at + OPEN.length) ? 2 : 0;
    if (this.source.startsWith('/*', this.at + OPEN.length + marker)) {
      this.skipTo(this.at + OPEN.length + marker);
      return this.comment();
    }
    this.at += OPEN.length;
    this.emit('leftDelim');
    this.skipTo(this.at + marker);
    this.parens = 0;
    while (!this.atClose()) {
      if (!this.insideAction()) return false;
    }
    return this.parens === 0 ? this.close() : this.fail('unclosed left paren');
  }

  private comment(): boolean {
    const end = this.source.indexOf('*/', this.at + 2);
    if (end < 0) return this.fail('unclosed comment');
    this.at = end + 2;
    const trim = this.hasRightTrim(this.at) && this.source.startsWith(CLOSE, this.at + 2);
    if (!trim && !this.source.startsWith(CLOSE, this.at)) return this.fail('comment ends before closing delimiter');
    this.skipTo(this.at + (trim ? 2 : 0) + CLOSE.length);
    if (trim) this.skipSpaces();
    return true;
  }

  private atClose(): boolean {
    return (
      this.source.startsWith(CLOSE, this.at) ||
      (this.hasRightTrim(this.at) && this.source.startsWith(CLOSE, this.at + 2))
    );
  }

  private close(): boolean {
    const trim = this.hasRightTrim(this.at);
    if (trim) this.skipTo(this.at + 2);
    this.at += CLOSE.length;
    this.emit('rightDelim');
    if (trim) this.skipSpaces();
    return true;
  }

  /** Reads one token of an action. @returns whether to go on */
  private insideAction(): boolean {
    const character = this.next();
    switch (character) {
      case undefined:
        return this.fail('unclosed action');
      case ' ':
      case '\t':
      case '\r':
      case '\n':
        return this.space();
      case '=':
        return this.emit('assign');
      case ':':
        return this.next() === '=' ? this.emit('declare') : this.fail('expected :=');
      case '|':
        return this.emit('pipe');
      case '"':
        return this.quoted('"', 'string', 'unterminated quoted string');
      case "'":
        return this.quoted("'", 'charConstant', 'unterminated character constant');
      case '`':
        return this.raw();
      case '$':
        return this.fieldOrVariable('variable');
      case '(':
        this.parens++;
        return this.emit('leftParen');
      case ')':
        this.emit('rightParen');
        this.parens--;
        return this.parens >= 0 || this.fail(`unexpected right paren ${describe(character)}`);
      default:
        return this.word(character);
    }
  }

  private word(character: string): boolean {
    if (character === '.' && !isDigit(this.source[this.at]) && this.at < this.source.length)
      return this.fieldOrVariable('field');
    if (character === '.' || character === '+' || character === '-' || isDigit(character)) {
      this.at = this.start;
      return this.number();
    }
    if (ALPHANUMERIC.test(character)) return this.identifier();
    if (PRINTABLE_ASCII.test(character)) return this.emit('char');
    return this.fail(`unrecognized character in action: ${describe(character)}`);
  }

  /** A run of spaces. One that is followed by `-}}` gives its last space to the trim marker. */
  private space(): boolean {
    while (isSpace(this.source[this.at])) this.at++;
    if (this.hasRightTrim(this.at - 1) && this.source.startsWith(CLOSE, this.at + 1)) this.at--;
    return this.at === this.start || this.emit('space');
  }

  private identifier(): boolean {
    this.alphanumerics();
    if (!this.atTerminator()) return this.badCharacter();
    const word = this.source.slice(this.start, this.at);
    if (KEYWORDS.has(word)) return this.emit(word as Keyword);
    return this.emit(word === 'true' || word === 'false' ? 'bool' : 'identifier');
  }

  private fieldOrVariable(type: 'field' | 'variable'): boolean {
    if (this.atTerminator()) return this.emit(type === 'field' ? 'dot' : 'variable');
    this.alphanumerics();
    return this.atTerminator() ? this.emit(type) : this.badCharacter();
  }

  private alphanumerics(): void {
    for (let character = this.peek(); character !== undefined && ALPHANUMERIC.test(character); character = this.peek())
      this.at += character.length;
  }

  private badCharacter(): boolean {
    return this.fail(`bad character ${describe(this.peek() as string)}`);
  }

  private atTerminator(): boolean {
    const character = this.source[this.at];
    return (
      character === undefined ||
      isSpace(character) ||
      '.,|:)('.includes(character) ||
      this.source.startsWith(CLOSE, this.at)
    );
  }

  private quoted(quote: string, type: 'string' | 'charConstant', unterminated: string): boolean {
    for (;;) {
      const character = this.next();
      if (character === undefined || character === '\n') return this.fail(unterminated);
      if (character === quote) return this.emit(type);
      if (character !== '\\') continue;
      const escaped = this.next();
      if (escaped === undefined || escaped === '\n') return this.fail(unterminated);
    }
  }

  private raw(): boolean {
    const end = this.source.indexOf('`', this.at);
    if (end < 0) return this.fail('unterminated raw quoted string');
    this.at = end + 1;
    return this.emit('rawString');
  }

  private number(): boolean {
    let valid = this.scanNumber();
    const complex = valid && (this.source[this.at] === '+' || this.source[this.at] === '-');
    if (complex) valid = this.scanNumber() && this.source[this.at - 1] === 'i';
    if (!valid) return this.fail(`bad number syntax: ${sprintf('%q', [this.source.slice(this.start, this.at)])}`);
    return this.emit(complex ? 'complex' : 'number');
  }

  /** Takes what may be a number; whether it is one the parser decides. */
  private scanNumber(): boolean {
    this.accept('+-');
    let digits = '0123456789_';
    let exponents = 'eE';
    if (this.accept('0')) {
      if (this.accept('xX')) {
        digits = '0123456789abcdefABCDEF_';
        exponents = 'pP';
      } else if (this.accept('oO')) {
        digits = '01234567_';
        exponents = '';
      } else if (this.accept('bB')) {
        digits = '01_';
        exponents = '';
      }
    }
    this.acceptRun(digits);
    if (this.accept('.')) this.acceptRun(digits);
    if (this.accept(exponents)) {
      this.accept('+-');
      this.acceptRun('0123456789_');
    }
    this.accept('i');
    const next = this.peek();
    if (next === undefined || !ALPHANUMERIC.test(next)) return true;
    this.at += next.length;
    return false;
  }

  private accept(valid: string): boolean {
    const character = this.source[this.at];
    if (character === undefined || !valid.includes(character)) return false;
    this.at++;
    return true;
  }

  private acceptRun(valid: string): void {
    while (this.accept(valid));
  }

  private peek(): string | undefined {
    const code = this.source.codePointAt(this.at);
    return code === undefined ? undefined : String.fromCodePoint(code);
  }

  private next(): string | undefined {
    const character = this.peek();
    this.at += character?.length ?? 0;
    return character;
  }

  private hasLeftTrim(at: number): boolean {
    return this.source[at] === '-' && isSpace(this.source[at + 1]);
  }

  private hasRightTrim(at: number): boolean {
    return isSpace(this.source[at]) && this.source[at + 1] === '-';
  }

  private skipSpaces(): void {
    let at = this.at;
    while (isSpace(this.source[at])) at++;
    this.skipTo(at);
  }

  private skipTo(at: number): void {
    this.at = at;
    this.start = at;
  }

  private emit(type: TokenType): true {
    this.push(type, this.source.slice(this.start, this.at));
    this.start = this.at;
    return true;
  }

  private fail(message: string): false {
    this.push('error', message);
    return false;
  }

  private push(type: TokenType, text: string): void {
    for (let at = this.source.indexOf('\n', this.counted); at >= 0 && at < this.start; ) {
      this.line++;
      at = this.source.indexOf('\n', at + 1);
    }
    this.counted = this.start;
    this.tokens.push({ type, text, at: this.start, line: this.line });
  }
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && SPACES.includes(character);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

/** `U+0023 '#'` */
function describe(character: string): string {
  return sprintf('%#U', [int32(character.codePointAt(0) as number)]);
}
