/** How the Jsonnet's result becomes the request's body. Ory knows these two and refuses any other. */
export type BodyFormat = 'json' | 'form';

/** Reads a Content-Type; a charset of UTF-8 is accepted, where Ory wants the bare type. */
export function bodyFormat(contentType: string): BodyFormat | undefined {
  const bare = contentType
    .trim()
    .replace(/;\s*charset\s*=\s*"?utf-8"?$/i, '')
    .trim()
    .toLowerCase();
  if (bare === 'application/json') return 'json';
  if (bare === 'application/x-www-form-urlencoded') return 'form';
  return undefined;
}
