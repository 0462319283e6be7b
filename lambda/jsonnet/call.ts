import type { JsonnetEngine } from './engine';
import { JsonnetError } from './error';

const PREFIX = 'local snippet = (';

/**
 * Evaluates a request config's Jsonnet for one message and returns the JSON text.
 *
 * As in Ory a snippet that is a function is called with the named argument `ctx`, so that a parameter of another name is
 * an error; one that is no function stands for itself. The ctx is embedded in its JSON form, which is Jsonnet: reading it
 * with `std.parseJson` rounds numbers differently. Our own facts are in the hidden field `ctx.courier`, so that
 * `function(ctx) ctx` shows Ory's fields only.
 *
 * @throws {JsonnetError} with positions in the snippet
 */
export function evaluateWithCtx(engine: JsonnetEngine, snippet: string, ctx: unknown, courier: unknown): string {
  const argument = `${literal(ctx)} + {courier:: ${literal(courier)}}`;
  // the newline closes a comment at the snippet's end; all before the snippet is in its first line, so lines are its own
  const source = `${PREFIX}${snippet}\n); if std.isFunction(snippet) then snippet(ctx=${argument}) else snippet`;
  try {
    return engine.evaluate(source);
  } catch (error) {
    if (!(error instanceof JsonnetError) || error.line === undefined || error.column === undefined) throw error;
    const lines = snippet.split('\n').length;
    if (error.line > lines) throw new JsonnetError(error.kind, error.reason);
    throw new JsonnetError(
      error.kind,
      error.reason,
      error.line,
      error.line === 1 ? error.column - PREFIX.length : error.column,
    );
  }
}

/** A value in its JSON form, with lone surrogates, which have no UTF-8 form, replaced. */
function literal(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'string' ? item.replace(LONE_SURROGATE, '\ufffd') : item,
  );
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
