/** Go's `url.QueryEscape`: a space is `+`, and `A-Za-z0-9-_.~` stay. `URLSearchParams` differs on `*` and `~`. */
export function queryEscape(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');
}

/** Go's `url.Values.Encode` for one value a key: sorted by key, in UTF-8 order. */
export function encodeForm(fields: Readonly<Record<string, string>>): string {
  return Object.keys(fields)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((key) => `${queryEscape(key)}=${queryEscape(fields[key] as string)}`)
    .join('&');
}
