import { codeOf } from './code';
import type { Message } from './message';
import { countSegments } from './segments';

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
    ...(code === undefined ? {} : { code }),
    ...countSegments(message.body),
  };
}
