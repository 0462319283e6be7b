import { codeOf } from './code';
import { localeRanges } from './locale';
import type { Message } from './message';
import { localesOf } from './render';
import { countSegments } from './segments';

/** Nobody reads more languages, whatever Accept-Language says. */
const MAX_LOCALES = 16;

/** What the hidden field `ctx.courier` tells a request config. */
export function courierFacts(message: Message, attempt: number, now: number): Readonly<Record<string, unknown>> {
  const code = codeOf(message.templateData);
  return {
    id: message.id,
    attempt,
    expires_at: new Date(message.expiresAt).toISOString(),
    ttl_seconds: Math.max(0, Math.floor((message.expiresAt - now) / 1000)),
    country: message.recipient.country,
    ...(message.locale === undefined ? {} : { locale: message.locale }),
    locales: localeFacts(message),
    ...(code === undefined ? {} : { code }),
    ...countSegments(message.body),
  };
}

/** The languages that the recipient reads, as far as the message tells, in the order in which to look for them. */
function localeFacts(message: Message): readonly string[] {
  const locales = new Set<string>();
  for (const range of localeRanges(localesOf(message))) {
    if (locales.size === MAX_LOCALES) break;
    locales.add(range);
  }
  return [...locales];
}
