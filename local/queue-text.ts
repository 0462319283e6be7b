import { createHash } from 'node:crypto';

/**
 * fauxqs refuses characters beyond U+FFFF, which SQS takes: a text with an emoji could not be sent. It is given a
 * spelling of them, and everything that it says of the text is said of the real one.
 */
const ESCAPE = '\uF8FF';

export function toQueueText(text: string): string {
  return text.replace(
    /[\u{10000}-\u{10FFFF}\uF8FF]/gu,
    (character) => `${ESCAPE}${character.codePointAt(0)?.toString(16)};`,
  );
}

export function fromQueueText(text: string): string {
  return text.replace(/\uF8FF([0-9a-f]+);/g, (_match, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
