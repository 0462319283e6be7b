/** Whether a url is Jsonnet that gives one, for gateways that want recipient and text in the query. */
export function isJsonnetUrl(url: string): boolean {
  return /^\s*function\s*\(/.test(url);
}
