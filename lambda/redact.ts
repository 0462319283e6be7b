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
  return hide(text, personal(message)).replace(/\d/g, 'x');
}

/** Shorter ones are in a provider's own codes and ids by chance. */
const LEAST_IN_CODE = 6;

/** As redact, for a code or an id that a provider has given, whose digits are what is wanted of it. */
export function redactCode(text: string, message: Message): string {
  const digits = message.recipient.e164.replace('+', '');
  return hide(
    text,
    [digits, ...personal(message)].filter((value) => value.length >= LEAST_IN_CODE),
  );
}

function personal({ recipient, body, templateData }: Message): string[] {
  return [recipient.e164, body, ...strings(templateData)].map((value) => value.trim());
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(strings);
  return [];
}
