/** A tag of BCP 47 is hardly longer: https://www.rfc-editor.org/rfc/rfc5646#section-4.4.1 */
const MAX_TAG = 35;

/** The form in which tags are compared: lower case, and `de-at` for the `de_AT` of POSIX. */
export function normalizeLocale(tag: string): string {
  return tag.trim().toLowerCase().replaceAll('_', '-');
}

/** The first of the wanted languages that is available. */
export function lookUpLocale(wanted: Iterable<string>, available: readonly string[]): string | undefined {
  for (const range of localeRanges(wanted)) if (available.includes(range)) return range;
  return undefined;
}

/**
 * What to look for, in this order: each of the wanted languages with ever less detail before the next, `de-at` and `de` for `de-AT`.
 * https://www.rfc-editor.org/rfc/rfc4647#section-3.4
 */
export function* localeRanges(wanted: Iterable<string>): Iterable<string> {
  for (const tag of wanted)
    if (tag.length <= MAX_TAG) for (let range = normalizeLocale(tag); range !== ''; range = shorten(range)) yield range;
}

/** Without the last subtag, and without a single letter or digit before it, which only introduces it. */
function shorten(range: string): string {
  return range.slice(0, Math.max(0, range.lastIndexOf('-'))).replace(/(^|-)[a-z\d]$/, '');
}

/** The languages of an Accept-Language header, most wanted first. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4 */
export function readAcceptLanguage(header: string): string[] {
  return header
    .split(',')
    .map((item) => {
      const [tag = '', ...parameters] = item.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => /^q=/i.test(parameter));
      return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ tag, weight }) => tag !== '' && tag !== '*' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
