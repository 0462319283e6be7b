import { TemplateError } from './error';
import { compile } from './exec/compile';
import { hasFunction } from './exec/functions';
import { State, type Step } from './exec/state';
import { normalize } from './go-string';
import { parse } from './parse/parser';
import type { Value } from './value';

/** Go's text/template with sprig's hermetic functions. https://pkg.go.dev/text/template */
export class Template {
  private constructor(
    private readonly name: string,
    private readonly source: string,
    private readonly steps: ReadonlyMap<string, Step>,
  ) {}

  /**
   * @param name what errors call it
   * @throws TemplateError of kind `parse`
   */
  static parse(source: string, { name = 'template' }: { readonly name?: string } = {}): Template {
    return new Template(name, source, compile(parse(name, source, hasFunction)));
  }

  /**
   * The text for this data; parts that are no UTF-8 are kept as they are (see go-string.ts).
   *
   * @throws TemplateError of kind `exec`
   */
  render(data: Value): string {
    const state = new State(this.name, this.source, data);
    try {
      this.steps.get(this.name)?.(state);
      return normalize(state.out);
    } catch (error) {
      // a value or template that goes too deep for JavaScript's stack
      if (error instanceof RangeError) throw state.error('nested too deeply');
      throw error instanceof TemplateError ? error : state.error((error as Error).message, 'internal error');
    }
  }
}
