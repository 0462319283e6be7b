import { quote } from '../format';
import { fromJson } from '../from-json';
import { FunctionError } from '../go-function';
import { hasRawBytes, toBytes, toWellFormed } from '../go-string';
import { LimitError } from '../limits';
import type { Value } from '../value';

/** JSON may nest this deep; Go allows 10,000. */
const MAX_JSON_DEPTH = 500;

/** What JSON says, and what Go would complain of besides: a number too large for float64, which becomes nil. */
export interface Decoded {
  readonly value: Value;
  readonly error?: string;
}

/** Go's `json.Unmarshal` into an `interface {}`. @throws FunctionError in Go's words, for what is no JSON */
export function decodeJson(text: string): Decoded {
  const scanner = new Scanner(text);
  scanner.document();
  const { overflow } = scanner;
  const source = hasRawBytes(text) ? toWellFormed(text) : text;
  if (overflow === undefined) return { value: fromJson(JSON.parse(source)) };
  const value = fromJson(JSON.parse(source, (_, item) => (Math.abs(item) === Number.POSITIVE_INFINITY ? null : item)));
  return { value, error: `json: cannot unmarshal number ${overflow} into Go value of type float64` };
}

const WORDS = ['true', 'false', 'null'];

/** Finds out what is wrong with JSON, and where: JavaScript's parser has other words for it. */
class Scanner {
  /** The first number that float64 cannot hold. */
  overflow: string | undefined;
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  document(): void {
    this.value();
    this.space();
    if (this.at < this.text.length) throw this.invalid('after top-level value');
  }

  private value(): void {
    this.space();
    const character = this.text[this.at];
    const word = WORDS.find(([first]) => first === character);
    if (character === '{') this.object();
    else if (character === '[') this.array();
    else if (character === '"') this.string();
    else if (character === '-' || isDigit(character)) this.number();
    else if (word !== undefined) this.literal(word);
    else throw this.invalid('looking for beginning of value');
  }

  private object(): void {
    this.enter();
    let more = !this.take('}');
    while (more) {
      this.space();
      if (this.text[this.at] !== '"') throw this.invalid('looking for beginning of object key string');
      this.string();
      this.space();
      if (!this.take(':')) throw this.invalid('after object key');
      this.value();
      this.space();
      more = !this.take('}');
      if (more && !this.take(',')) throw this.invalid('after object key:value pair');
    }
    this.depth--;
  }

  private array(): void {
    this.enter();
    let more = !this.take(']');
    while (more) {
      this.value();
      this.space();
      more = !this.take(']');
      if (more && !this.take(',')) throw this.invalid('after array element');
    }
    this.depth--;
  }

  private string(): void {
    this.at++;
    for (;;) {
      const character = this.text[this.at];
      if (character === '"') {
        this.at++;
        return;
      }
      if (character === undefined || character < ' ') throw this.invalid('in string literal');
      this.at++;
      if (character === '\\') this.escape();
    }
  }

  private escape(): void {
    const character = this.text[this.at];
    if (character === undefined || !'"\\/bfnrtu'.includes(character)) throw this.invalid('in string escape code');
    this.at++;
    if (character !== 'u') return;
    for (let digit = 0; digit < 4; digit++, this.at++)
      if (!/^[0-9a-fA-F]$/.test(this.text[this.at] ?? '')) throw this.invalid('in \\u hexadecimal character escape');
  }

  private number(): void {
    const start = this.at;
    this.take('-');
    if (!isDigit(this.text[this.at])) throw this.invalid('in numeric literal', ' ');
    if (!this.take('0')) this.digits();
    if (this.take('.')) {
      if (!isDigit(this.text[this.at])) throw this.invalid('after decimal point in numeric literal', ' ');
      this.digits();
    }
    if (this.take('e') || this.take('E')) {
      if (!this.take('+')) this.take('-');
      if (!isDigit(this.text[this.at])) throw this.invalid('in exponent of numeric literal', ' ');
      this.digits();
    }
    const literal = this.text.slice(start, this.at);
    if (!Number.isFinite(Number(literal))) this.overflow ??= literal;
  }

  private digits(): void {
    while (isDigit(this.text[this.at])) this.at++;
  }

  private literal(word: string): void {
    for (const letter of word) {
      if (this.text[this.at] !== letter)
        throw this.invalid(`in literal ${word} (expecting ${quoteCharacter(letter)})`, ' ');
      this.at++;
    }
  }

  /** Takes an opening bracket and the spaces after it. */
  private enter(): void {
    if (++this.depth > MAX_JSON_DEPTH) throw new LimitError(`reads JSON nested deeper than ${MAX_JSON_DEPTH}`);
    this.at++;
    this.space();
  }

  private space(): void {
    while (' \t\r\n'.includes(this.text[this.at] ?? 'x')) this.at++;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  /** @param end what Go's scanner takes the end of the text for here */
  private invalid(context: string, end = ''): FunctionError {
    const code = (this.text.slice(this.at, this.at + 2) || end).codePointAt(0);
    if (code === undefined) return new FunctionError('unexpected end of JSON input');
    return new FunctionError(`invalid character ${quoteCharacter(firstByte(code))} ${context}`);
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

/** Go's scanner looks at bytes: of a character beyond ASCII it names the first. */
function firstByte(code: number): string {
  return String.fromCodePoint(toBytes(String.fromCodePoint(code))[0] as number);
}

function quoteCharacter(character: string): string {
  if (character === "'") return `'\\''`;
  if (character === '"') return `'"'`;
  return `'${quote(character).slice(1, -1)}'`;
}
