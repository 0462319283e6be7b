import { TemplateError } from '../error';
import { quote } from '../format';
import { byteLength } from '../go-string';
import { MAX_OUTPUT_BYTES, MAX_RENDER_MS } from '../limits';
import { type Place, show } from '../parse/node';
import type { Value } from '../value';

/** A value, or `undefined` for what Go's reflection calls an invalid one: a missing map key, a nil that a pipeline gave. */
export type Maybe = Value | undefined;

/** One template on one set of data, compiled. */
export type Step = (state: State) => void;

/** Signals of `{{break}}` and `{{continue}}`, looked at after each step of a list. */
export const NORMAL = 0;
export const BREAK = 1;
export const CONTINUE = 2;

/** How many steps pass between two looks at the clock. */
const STEPS_PER_LOOK = 128;

/** What a rendering knows while it goes on. */
export class State {
  out = '';
  /** What is being evaluated: errors name it. */
  place: Place | undefined;
  /** The template that is being executed. */
  templateName: string;
  dot: Maybe;
  /** Whether Go would hold dot in an `interface {}`: an element of a list of such. Errors name that type. */
  dotIsInterface = false;
  /** Whether Go would hold the value that was read last in an `interface {}`. */
  isInterface = false;
  jump = NORMAL;
  depth = 0;
  /** Size of all that functions have made: bounds the memory that a rendering can take. */
  made = 0;
  names: string[] = ['$'];
  private values: Maybe[];
  private areInterfaces: boolean[] = [false];
  private bytes = 0;
  private steps = 0;
  private startedAt = 0;

  constructor(
    private readonly sourceName: string,
    private readonly source: string,
    data: Value,
  ) {
    this.templateName = sourceName;
    this.dot = data ?? undefined;
    this.values = [this.dot];
  }

  write(text: string): void {
    this.out += text;
    this.bytes += byteLength(text);
    if (this.bytes > MAX_OUTPUT_BYTES) throw this.error(`output is longer than ${MAX_OUTPUT_BYTES} bytes`);
  }

  /** To be called where work repeats. */
  tick(): void {
    // what has no step of this kind takes no time worth a look at the clock
    if (this.steps++ % STEPS_PER_LOOK !== 0) return;
    const now = performance.now();
    if (this.steps === 1) this.startedAt = now;
    if (now - this.startedAt > MAX_RENDER_MS) throw this.error(`rendering takes longer than ${MAX_RENDER_MS} ms`);
  }

  declare(name: string, value: Maybe, isInterface = false): void {
    this.names.push(name);
    this.values.push(value);
    this.areInterfaces.push(isInterface);
  }

  assign(name: string, value: Maybe, isInterface = false): void {
    const at = this.find(name);
    this.values[at] = value;
    this.areInterfaces[at] = isInterface;
  }

  /** Sets the variable that was declared last, or one before it. */
  setTop(fromTop: number, value: Maybe, isInterface: boolean): void {
    const at = this.names.length - fromTop;
    this.values[at] = value;
    this.areInterfaces[at] = isInterface;
  }

  read(name: string): Maybe {
    const at = this.find(name);
    this.isInterface = this.areInterfaces[at] as boolean;
    return this.values[at];
  }

  /** Forgets the variables that were declared since there were that many. */
  forget(count: number): void {
    if (this.names.length === count) return;
    this.names.length = count;
    this.values.length = count;
    this.areInterfaces.length = count;
  }

  /** Runs a template that another one names: with a dot of its own, and none of the caller's variables. */
  call(name: string, dot: Maybe, step: Step): void {
    const { templateName, names, values, areInterfaces, dot: outer, dotIsInterface } = this;
    this.templateName = name;
    this.names = ['$'];
    this.values = [dot];
    this.areInterfaces = [false];
    this.dot = dot;
    this.dotIsInterface = false;
    this.depth++;
    step(this);
    this.depth--;
    Object.assign(this, { templateName, names, values, areInterfaces, dot: outer, dotIsInterface });
  }

  private find(name: string): number {
    const at = this.names.lastIndexOf(name);
    if (at < 0) throw this.error(`undefined variable: ${name}`);
    return at;
  }

  /** An error at the current place. @param summary what it says without values of the data */
  error(reason: string, summary: string = reason): TemplateError {
    const at = this.place?.at ?? 0;
    const lineStart = this.source.lastIndexOf('\n', at - 1) + 1;
    const line = this.source.slice(0, lineStart).split('\n').length;
    const column = byteLength(this.source.slice(at === 0 ? 0 : lineStart, at));
    const text = this.place === undefined ? '' : show(this.place);
    const location = `template: ${this.sourceName}:${line}:${column}: executing ${quote(this.templateName)} at <${text}>: `;
    return new TemplateError(location + reason, 'exec', line, column, location + summary);
  }
}
