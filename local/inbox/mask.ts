import type { ShownRequest } from './api';

/** Shows secrets as their placeholders. */
export interface Mask {
  text(text: string): string;
  request(request: ShownRequest): ShownRequest;
}

/** What stands in for a credential that is not one of the courier's secrets, such as a token that it was given. */
const HIDDEN = '•••';

/** @param secrets from a secret's value to its placeholder; read for each text, since a secret may change */
export function createMask(secrets: () => ReadonlyMap<string, string>): Mask {
  const text = (shown: string): string => {
    for (const [value, placeholder] of secrets())
      for (const form of formsOf(value)) shown = shown.replaceAll(form, placeholder);
    return shown;
  };
  return {
    text,
    request: ({ method, url, headers, body }) => ({
      method,
      url: text(url),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          name === 'authorization' ? authorization(value, text) : text(value),
        ]),
      ),
      body: text(body),
    }),
  };
}

/** As it stands, in a URL, in a form, in JSON; a blank one is in every text. */
function formsOf(value: string): string[] {
  if (value === '') return [];
  const encoded = encodeURIComponent(value.toWellFormed());
  return [...new Set([value, encoded, encoded.replaceAll('%20', '+'), JSON.stringify(value).slice(1, -1)])];
}

/** Basic auth shows what is in it; a signature or a token tells nobody anything. */
function authorization(value: string, mask: (text: string) => string): string {
  const [, encoded] = /^basic +(\S+)$/i.exec(value) ?? [];
  if (encoded !== undefined) return `Basic base64(${mask(Buffer.from(encoded, 'base64').toString())})`;
  const masked = mask(value);
  const [scheme = '', ...rest] = masked.split(' ');
  return masked !== value || rest.length === 0 ? masked : `${scheme} ${HIDDEN}`;
}
