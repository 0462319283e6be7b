import type { JsonnetEngine } from './engine';
import { JsonnetError } from './error';

/** The one named argument that a snippet is called with, if it is a function. */
export interface JsonnetArgument {
  readonly name: 'ctx' | 'res';
  readonly value: unknown;
  /** Fields that the snippet can read as `<name>.<field>`, and that do not show where it manifests the whole argument. */
  readonly hidden?: Readonly<Record<string, unknown>>;
}

/** Evaluates configuration Jsonnet, each evaluation within limits. */
export interface JsonnetEvaluator {
  /**
   * Gives the manifested JSON text.
   *
   * @throws {JsonnetError} with positions in the snippet
   */
  evaluate(snippet: string, argument: JsonnetArgument): Promise<string>;
}

const PREFIX = 'local snippet = (';

/**
 * Evaluates on this thread. As in Ory a snippet that is a function is called with its argument by name, so that a
 * parameter of another name is an error; one that is no function stands for itself.
 */
export function inThread(engine: JsonnetEngine): JsonnetEvaluator {
  return {
    async evaluate(snippet, argument) {
      try {
        return engine.evaluate(callSource(snippet, argument));
      } catch (error) {
        throw error instanceof JsonnetError ? inSnippet(error, snippet) : error;
      }
    },
  };
}

/** The argument is embedded in its JSON form, which is Jsonnet: reading it with `std.parseJson` rounds numbers differently. */
export function callSource(snippet: string, { name, value, hidden = {} }: JsonnetArgument): string {
  const fields = Object.entries(hidden).map(([field, content]) => `${literal(field)}:: ${literal(content)}`);
  const argument = fields.length === 0 ? literal(value) : `${literal(value)} + {${fields.join(', ')}}`;
  // the newline closes a comment at the snippet's end; all before the snippet is in its first line, so lines are its own
  return `${PREFIX}${snippet}\n); if std.isFunction(snippet) then snippet(${name}=${argument}) else snippet`;
}

/** Moves a position from the source around the snippet into the snippet. */
export function inSnippet({ kind, reason, line, column }: JsonnetError, snippet: string): JsonnetError {
  if (line === undefined || column === undefined || line > snippet.split('\n').length)
    return new JsonnetError(kind, reason);
  return new JsonnetError(kind, reason, line, line === 1 ? column - PREFIX.length : column);
}

/** A value in its JSON form, with lone surrogates, which have no UTF-8 form, replaced. */
function literal(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'string' ? item.replace(LONE_SURROGATE, '\ufffd') : item,
  );
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
