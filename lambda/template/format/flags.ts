import { checkLength } from '../limits';

/** What stands between `%` and the verb. */
export interface Flags {
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  /** False where `minus` is true: zeros pad to the left only. */
  readonly zero: boolean;
  /** `%#v`, which does not set `sharp`. */
  readonly goSyntax: boolean;
  /** `%+v`, which does not set `plus`. */
  readonly fieldNames: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

export const PLAIN: Flags = {
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  goSyntax: false,
  fieldNames: false,
  width: undefined,
  precision: undefined,
};

/** @throws LimitError before the text is made */
export function repeat(character: string, count: number): string {
  if (count <= 0) return '';
  checkLength(count);
  return character.repeat(count);
}

/** Fills the text up to the width, which counts code points. */
export function pad(text: string, flags: Flags): string {
  return fill(text, flags, flags.zero ? '0' : ' ');
}

/** For numbers whose zeros stand behind the sign already. */
export function padWithSpaces(text: string, flags: Flags): string {
  return fill(text, flags, ' ');
}

function fill(text: string, { width, minus }: Flags, character: string): string {
  if (width === undefined || width === 0) return text;
  const padding = repeat(character, width - countRunes(text));
  return minus ? text + padding : padding + text;
}

function countRunes(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xd800) count--;
  return count;
}
