import { parseSecretText, type SecretValues } from './placeholder';

/** Jsonnet source taken apart at the secrets of its string literals; everything else is text as it stood. */
export type JsonnetWithSecrets = readonly (string | SecretInLiteral)[];

interface SecretInLiteral {
  readonly secret: string;
  /** The literal is a format string, in which `%` begins a directive. */
  readonly format: boolean;
}

/**
 * Finds `{$NAME}` in the string literals of Jsonnet source: single, double, verbatim and text block. A literal that holds
 * one is written anew in double quotes, so that one way of escaping serves all; line numbers stay as they were.
 */
export function parseJsonnetSecrets(source: string): JsonnetWithSecrets {
  const parts: (string | SecretInLiteral)[] = [];
  let end = 0;
  for (const literal of stringLiterals(source)) {
    const text = parseSecretText(literal.value);
    if (text.every((part) => typeof part === 'string')) continue;
    const format = isFormat(source, literal);
    parts.push(`${source.slice(end, literal.start)}"`);
    for (const part of text) parts.push(typeof part === 'string' ? escapeLiteral(part) : { ...part, format });
    parts.push(`"${'\n'.repeat(source.slice(literal.start, literal.end).split('\n').length - 1)}`);
    end = literal.end;
  }
  parts.push(source.slice(end));
  return parts;
}

/** The source with the secrets' values in it; whatever a value holds, it stays inside its literal. */
export function fillJsonnetSecrets(parts: JsonnetWithSecrets, secrets: SecretValues): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = secrets.get(part.secret);
      return escapeLiteral(part.format ? value.replaceAll('%', '%%') : value);
    })
    .join('');
}

export function jsonnetSecretNames(source: string): string[] {
  return parseJsonnetSecrets(source).flatMap((part) => (typeof part === 'string' ? [] : [part.secret]));
}

/** The content of a double-quoted literal; JSON's escapes are Jsonnet's. A lone surrogate has no UTF-8 form. */
function escapeLiteral(text: string): string {
  return JSON.stringify(Buffer.from(text).toString()).slice(1, -1);
}

/** A string literal of Jsonnet source. */
export interface Literal {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Comments and the four kinds of string: https://jsonnet.org/ref/spec.html#lexing */
const TOKEN =
  /(?<comment>\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)|@'(?<verbatim1>(?:''|[^'])*)'|@"(?<verbatim2>(?:""|[^"])*)"|'(?<quoted1>(?:\\[\s\S]|[^\\'])*)'|"(?<quoted2>(?:\\[\s\S]|[^\\"])*)"|(?<block>\|\|\|-?[ \t\r]*\n)/g;

export function* stringLiterals(source: string): Generator<Literal> {
  TOKEN.lastIndex = 0;
  const token = new RegExp(TOKEN);
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    const { comment, verbatim1, verbatim2, quoted1, quoted2, block } = match.groups as Record<
      string,
      string | undefined
    >;
    if (comment !== undefined) continue;
    const start = match.index;
    if (block !== undefined) {
      const found = textBlock(source, start, token.lastIndex);
      if (found === undefined) return; // not closed: the engine will say so
      token.lastIndex = found.end;
      yield found;
    } else if (verbatim1 !== undefined) yield { start, end: token.lastIndex, value: verbatim1.replaceAll("''", "'") };
    else if (verbatim2 !== undefined) yield { start, end: token.lastIndex, value: verbatim2.replaceAll('""', '"') };
    else yield { start, end: token.lastIndex, value: literalValue(quoted1 ?? quoted2 ?? '') };
  }
}

/** The lines after `|||`, less the white space that the first of them begins with, up to a line that has less of it. */
function textBlock(source: string, start: number, contentStart: number): Literal | undefined {
  const indent = /^(?:[ \t]*\n)*([ \t]+)/.exec(source.slice(contentStart))?.[1];
  if (indent === undefined) return undefined;
  const lines: string[] = [];
  for (let offset = contentStart; offset < source.length; ) {
    const newline = source.indexOf('\n', offset);
    if (newline === -1) break;
    const line = source.slice(offset, newline);
    if (line.startsWith(indent)) lines.push(line.slice(indent.length));
    else if (line.trim() === '') lines.push('');
    else break;
    offset = newline + 1;
    const close = /^[ \t]*\|\|\|/.exec(source.slice(offset));
    if (close !== null && !source.startsWith(indent, offset)) {
      const chomped = source.startsWith('|||-', start);
      return { start, end: offset + close[0].length, value: lines.join('\n') + (chomped ? '' : '\n') };
    }
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function literalValue(content: string): string {
  return content.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Whether the literal is what a `%` or `std.format` formats. */
function isFormat(source: string, { start, end }: Literal): boolean {
  const before = source.slice(0, start);
  const after = source.slice(end);
  return /^(?:\s|\)|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*%/.test(after) || /\bstd\s*\.\s*format\s*\(\s*$/.test(before);
}
