import type { Message } from './message';

const MASK = '***';

/**
 * Takes what is personal or secret in this message out of a text that is meant for a log: the recipient, the body, every
 * string of the template data, and any digits that are left (a code may be written in other ways than it came).
 */
export function redact(text: string, message: Message): string {
  const sensitive = [
    message.recipient.e164,
    message.body,
    ...strings(message.ctx['recipient']),
    ...strings(message.ctx['template_data']),
  ]
    .map((value) => value.trim())
    .filter((value) => value.length > 1)
    .sort((a, b) => b.length - a.length);
  return sensitive.reduce((redacted, value) => redacted.split(value).join(MASK), text).replace(/\d/g, 'x');
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(strings);
  return [];
}
