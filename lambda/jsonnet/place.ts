import { type Program, snippetOf } from './program';

/** A place in the author's snippet: line and column, both counted from one, columns in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds the innermost place in a program's snippet that the engine's trace names, where all of the snippet is ASCII.
 *
 * The engine (jrsonnet 0.5.0-pre95) writes `line:column`, `line:column-column` or `line:column-line:column`. In the last,
 * for an expression over several lines, the line is the first one's but the column the last one's: then the place is where
 * that line's text begins.
 */
export function innermostPlace(program: Program, trace: string): Place | undefined {
  const lines = snippetOf(program).split('\n');
  for (const [, first, shown, severalLines, what] of trace.matchAll(TRACED)) {
    const line = Number(first);
    const text = lines[line - 1];
    // behind the snippet; or the call of the snippet, which begins before it and ends behind it
    if (text === undefined || (severalLines && line === 1 && what === 'function <anonymous> call')) continue;
    const column = severalLines ? text.search(/\S|$/) + 1 : Number(shown) - (line === 1 ? program.start : 0);
    if (column > 0) return { line, column };
  }
  return undefined;
}

const TRACED = /^ {4}s:([1-9]\d*):(\d+)(?:-\d+(:\d+)?)?(?:: +(.+))?$/gm;
