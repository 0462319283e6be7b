import { normalize } from '../go-string';
import { GoInt, typeOf, type Value } from '../value';
import { type Flags, PLAIN } from './flags';
import { Printer } from './printer';

/** Go takes no width, precision or index beyond this. */
const MAX_NUMBER = 1_000_000;

/** Go's `fmt.Sprintf`. @throws LimitError where the text gets too long or the values are nested too deep */
export function sprintf(format: string, args: readonly Value[]): string {
  return new Sprintf(format, args).run();
}

/** One call: where it stands in the format, and which argument comes next. */
class Sprintf {
  private readonly printer = new Printer();
  private at = 0;
  private next = 0;
  /** Once an index such as `[2]` was used, arguments left over are no error. */
  private isReordered = false;
  private isGoodIndex = true;
  /** Looked up once: a format full of `[` shall not be searched to its end for each of them. */
  private readonly lastBracket: number;

  constructor(
    private readonly format: string,
    private readonly args: readonly Value[],
  ) {
    this.lastBracket = format.lastIndexOf(']');
  }

  run(): string {
    const { format, printer } = this;
    for (;;) {
      const percent = format.indexOf('%', this.at);
      printer.write(format.slice(this.at, percent < 0 ? undefined : percent));
      if (percent < 0) break;
      this.at = percent + 1;
      this.printDirective();
    }
    if (!this.isReordered && this.next < this.args.length) this.printExtra();
    return normalize(printer.toString());
  }

  private printDirective(): void {
    const verb = this.format.charAt(this.at);
    if (verb >= 'a' && verb <= 'z' && this.next < this.args.length) {
      this.at++;
      this.printArgument(verb, PLAIN);
    } else if (verb === '%') {
      this.at++;
      this.printer.write('%');
    } else this.printWithFlags();
  }

  private printArgument(verb: string, flags: Flags): void {
    this.printer.print(this.args[this.next++] as Value, verb, flags);
  }

  /** Flags, index, width, precision, index, verb: each may be absent. */
  private printWithFlags(): void {
    this.isGoodIndex = true;
    const flags = { ...PLAIN };
    this.readFlags(flags);
    let isAfterIndex = this.readIndex();
    isAfterIndex = this.readWidth(flags, isAfterIndex);
    isAfterIndex = this.readPrecision(flags, isAfterIndex);
    if (!isAfterIndex) this.readIndex();
    const verb = this.readVerb();
    if (verb === undefined) this.printer.write('%!(NOVERB)');
    else if (verb === '%') this.printer.write('%');
    else if (!this.isGoodIndex) this.printer.write(`%!${verb}(BADINDEX)`);
    else if (this.next >= this.args.length) this.printer.write(`%!${verb}(MISSING)`);
    else this.printArgument(verb, verb === 'v' || verb === 'w' ? forValues(flags) : flags);
  }

  private readFlags(flags: Mutable<Flags>): void {
    for (; ; this.at++) {
      switch (this.format.charAt(this.at)) {
        case '#':
          flags.sharp = true;
          break;
        case '0':
          flags.zero = !flags.minus;
          break;
        case '+':
          flags.plus = true;
          break;
        case '-':
          flags.minus = true;
          flags.zero = false;
          break;
        case ' ':
          flags.space = true;
          break;
        default:
          return;
      }
    }
  }

  private readWidth(flags: Mutable<Flags>, isAfterIndex: boolean): boolean {
    if (this.format.charAt(this.at) !== '*') {
      flags.width = this.readNumber(this.format.length);
      if (isAfterIndex && flags.width !== undefined) this.isGoodIndex = false;
      return isAfterIndex;
    }
    this.at++;
    flags.width = this.takeNumber();
    if (flags.width === undefined) this.printer.write('%!(BADWIDTH)');
    else if (flags.width < 0) {
      flags.width = -flags.width;
      flags.minus = true;
      flags.zero = false;
    }
    return false;
  }

  private readPrecision(flags: Mutable<Flags>, wasAfterIndex: boolean): boolean {
    // a point at the very end is the verb
    if (this.format.charAt(this.at) !== '.' || this.at + 1 === this.format.length) return wasAfterIndex;
    this.at++;
    if (wasAfterIndex) this.isGoodIndex = false;
    const isAfterIndex = this.readIndex();
    if (this.format.charAt(this.at) !== '*') {
      flags.precision = this.readNumber(this.format.length) ?? 0;
      return isAfterIndex;
    }
    this.at++;
    const precision = this.takeNumber();
    if (precision === undefined || precision < 0) this.printer.write('%!(BADPREC)');
    else flags.precision = precision;
    return false;
  }

  /** Digits of the format up to `end`; where they run on for too long Go gives up and skips to the end. */
  private readNumber(end: number): number | undefined {
    let number: number | undefined;
    for (; this.at < end; this.at++) {
      const digit = this.format.charCodeAt(this.at) - 0x30;
      if (digit < 0 || digit > 9) break;
      if (number !== undefined && number > MAX_NUMBER) {
        this.at = end;
        return undefined;
      }
      number = (number ?? 0) * 10 + digit;
    }
    return number;
  }

  /** `*`: the next argument as a number. */
  private takeNumber(): number | undefined {
    if (this.next >= this.args.length) return undefined;
    const argument = this.args[this.next++];
    if (!(argument instanceof GoInt)) return undefined;
    const number = Number(argument.value);
    return Math.abs(number) > MAX_NUMBER ? undefined : number;
  }

  /** `[n]`: the nth argument is next. Whether there was an index, even one of an argument that is not there. */
  private readIndex(): boolean {
    const { format } = this;
    if (format.charAt(this.at) !== '[') return false;
    this.isReordered = true;
    const isClosed = format.length - this.at >= 3 && this.at < this.lastBracket;
    const close = isClosed ? format.indexOf(']', this.at) : -1;
    if (close < 0) {
      this.at++;
      this.isGoodIndex = false;
      return false;
    }
    this.at++;
    const number = this.readNumber(close);
    const isNumber = number !== undefined && this.at === close;
    this.at = close + 1;
    if (isNumber && number >= 1 && number <= this.args.length) this.next = number - 1;
    else this.isGoodIndex = false;
    return isNumber;
  }

  private readVerb(): string | undefined {
    const code = this.format.codePointAt(this.at);
    if (code === undefined) return undefined;
    this.at += code > 0xffff ? 2 : 1;
    return code >= 0xdc80 && code <= 0xdcff ? '\ufffd' : String.fromCodePoint(code);
  }

  private printExtra(): void {
    this.printer.write('%!(EXTRA ');
    const extra = this.args.slice(this.next);
    for (const [at, value] of extra.entries()) {
      if (at > 0) this.printer.write(', ');
      const type = typeOf(value);
      if (type !== undefined) this.printer.write(`${type.name}=`);
      this.printer.print(value, 'v', PLAIN);
    }
    this.printer.write(')');
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Under `%v` the flags `#` and `+` mean Go syntax and field names. */
function forValues(flags: Flags): Flags {
  return { ...flags, goSyntax: flags.sharp, sharp: false, fieldNames: flags.plus, plus: false };
}
