/**
 * Functions of go-jsonnet 0.21's standard library, which Ory runs, that the engine's lacks and request configs use. They
 * are Jsonnet, each a hidden field of `std`. Source: https://jsonnet.org/ref/stdlib.html
 */
const ADDITIONS: Readonly<Record<string, string>> = {
  trim: String.raw`trim(str):: std.stripChars(str, ' \t\n\f\r\u0085\u00A0')`,
  flattenDeepArray:
    'flattenDeepArray(value):: if std.isArray(value) then std.flatMap(function(item) self.flattenDeepArray(item), value) else [value]',
};

/** The fields that a snippet names: reading the others would cost every evaluation time. */
export function additionsFor(snippet: string): string {
  return Object.entries(ADDITIONS)
    .flatMap(([name, field]) => (snippet.includes(name) ? [field] : []))
    .join(', ');
}
