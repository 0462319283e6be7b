/**
 * A value in the text that go-jsonnet manifests and Ory therefore sends: keys sorted by code point, three spaces of
 * indent, a newline at the end, `[ ]` and `{ }` for empties, numbers as C's `%.17g` (whole ones as `%.0f`).
 * Source: google/go-jsonnet `serializeJSON`, `unparseString`, `unparseNumber`.
 */
export function goJsonnetText(value: unknown): string {
  return `${write(value, '')}\n`;
}

const INDENT = '   ';

function write(value: unknown, indent: string): string {
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') return writeNumber(value);
  if (value === null || typeof value !== 'object') return String(value);
  const inner = indent + INDENT;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[ ]';
    return `[\n${value.map((item) => inner + write(item, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (entries.length === 0) return '{ }';
  return `{\n${entries.map(([key, item]) => `${inner}${writeString(key)}: ${write(item, inner)}`).join(',\n')}\n${indent}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that go-jsonnet escapes
const ESCAPED = /["\\\u0000-\u001f\u007f-\u009f]/g;

function writeString(text: string): string {
  return `"${text.replace(ESCAPED, (char) => ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

function writeNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [digits = '', exponentText = '0'] = value.toExponential(16).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 17) return trimZeros(value.toFixed(Math.max(0, 16 - exponent)));
  return `${trimZeros(digits)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
