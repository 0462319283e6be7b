import type { Message } from './message';

const MASK = '***';

/** Takes values that must not be shown out of a text; longest first, so that none leaves a part of another. */
export function hide(text: string, values: readonly string[]): string {
  return values
    .filter((value) => value.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((hidden, value) => hidden.split(value).join(MASK), text);
}

/**
 * Takes what is personal in this message out of a text that is meant for a log: the recipient, the body, every string of the
 * template data, and any digits that are left, since a code may be written in other ways than it came.
 */
export function redact(text: string, message: Message): string {
  const personal = [message.recipient.e164, message.body, ...strings(message.templateData)].map((value) =>
    value.trim(),
  );
  return hide(text, personal).replace(/\d/g, 'x');
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(strings);
  return [];
}
