import { JsonnetError, type JsonnetErrorKind } from './error';
import { REASON_LIMIT } from './limits';
import { innermostPlace, type Place } from './place';
import { type Program, snippetOf } from './program';

/** The field that was being written, where the engine manifests lazily and so knows no place. */
const INNERMOST_FIELD = /^ {4}field <(.+)> manifestification$/m;

/**
 * Reads what the engine says of an error in a program. The place is read from what it says of the same error in the
 * program's ASCII form, which it may have failed otherwise, or not at all: then no place is known.
 */
export function readFailure(program: Program, text: string, inAscii: string | undefined): JsonnetError {
  const { kind, said, trace } = parts(text);
  const traced = inAscii === undefined ? undefined : parts(inAscii);
  const same = traced?.kind === kind && (kind === 'syntax' || traced.said === asciiForm(said));
  const place = same ? innermostPlace(program, traced.trace) : undefined;
  if (kind === 'syntax') return syntaxError(said, snippetOf(program), place);
  const field = trace.startsWith('    field <') ? INNERMOST_FIELD.exec(trace)?.[1] : undefined;
  const reason = field === undefined ? said : `${said} (in field "${field}")`;
  return place === undefined
    ? new JsonnetError(kind, reason)
    : new JsonnetError(kind, reason, place.line, place.column);
}

/** A message of one or more lines, then an indented trace, innermost first. */
function parts(text: string): { kind: JsonnetErrorKind; said: string; trace: string } {
  const traceAt = text.search(/\n {4}\S/);
  const message = traceAt === -1 ? text : text.slice(0, traceAt);
  return {
    kind: kindOf(message),
    said: message
      .replace(/^(runtime|syntax) error: /, '')
      .trim()
      .slice(0, REASON_LIMIT),
    trace: traceAt === -1 ? '' : text.slice(traceAt + 1),
  };
}

function kindOf(message: string): JsonnetErrorKind {
  if (message.startsWith('syntax error')) return 'syntax';
  return message.startsWith('stack overflow') ? 'limit' : 'runtime';
}

/** A snippet that stops short is noticed behind it, where it is ours. */
function syntaxError(said: string, snippet: string, place: Place = endOf(snippet)): JsonnetError {
  const character = Array.from(snippet.split('\n')[place.line - 1] ?? '')[place.column - 1];
  const found = character ?? (place.line < endOf(snippet).line ? '\\n' : 'EOF');
  return new JsonnetError('syntax', said.replace(/got ".*"$/s, `got "${found}"`), place.line, place.column);
}

function endOf(snippet: string): Place {
  const lines = snippet.split('\n');
  return { line: lines.length, column: Array.from(lines.at(-1) as string).length + 1 };
}

/**
 * A program whose snippet has, for each character that is not ASCII, one that Jsonnet knows in strings and comments only.
 * The engine finds a place by its byte, then counts characters to there: past such a character it names the wrong one.
 */
export function asciiProgram(program: Program): Program {
  const snippet = asciiForm(snippetOf(program));
  const { text, start, length } = program;
  return { text: text.slice(0, start) + snippet + text.slice(start + length), start, length: snippet.length };
}

function asciiForm(text: string): string {
  return text.replace(/\P{ASCII}/gu, '`');
}
