/** The one argument of a snippet, by the names that it has. */
type ArgumentName = 'ctx' | 'res' | 'req';

/**
 * The fields that a snippet reads of its argument, as `ctx.field`; undefined where the name stands in any other way, so that all may be
 * read. What strings and comments say counts as well, which can only be too much.
 */
export function fieldsRead(snippet: string, name: ArgumentName): ReadonlySet<string> | undefined {
  const { parameter, use } = PATTERNS[name];
  const fields = new Set<string>();
  for (const [, field] of snippet.replaceAll(parameter, ' ').matchAll(use)) {
    if (field === undefined) return undefined;
    fields.add(field);
  }
  return fields;
}

const PATTERNS = { ctx: patterns('ctx'), res: patterns('res'), req: patterns('req') };

function patterns(name: ArgumentName): { readonly parameter: RegExp; readonly use: RegExp } {
  return {
    parameter: new RegExp(`(?<!\\w)function\\s*\\(\\s*${name}\\s*\\)`, 'g'),
    use: new RegExp(`(?<!\\w)${name}(?!\\w)(?:\\s*\\.\\s*([A-Za-z_]\\w*))?`, 'g'),
  };
}
