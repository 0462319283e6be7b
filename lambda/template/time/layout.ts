/**
 * Go's layouts are an example: how they would write Monday, 2 January 2006, 15:04:05 in MST, which is -0700.
 * https://pkg.go.dev/time#pkg-constants
 */

/** A piece of a layout: text that stands for itself, and the element after it; empty after the last. */
export interface Chunk {
  readonly literal: string;
  readonly element: string;
  /** Where the next one begins. */
  readonly end: number;
}

const ELEMENT =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|0[1-6]|002|15|1|2006|2|__2|_2(?!006)|[345]|PM|pm|[-Z](?:070000|07:00:00|0700|07:00|07)|[.,](?:0+|9+)(?![0-9])/g;

export function nextChunk(layout: string, start: number): Chunk {
  ELEMENT.lastIndex = start;
  const match = ELEMENT.exec(layout);
  if (match === null) return { literal: layout.slice(start), element: '', end: layout.length };
  const [element] = match;
  return { literal: layout.slice(start, match.index), element, end: match.index + element.length };
}

export type Fraction = 'fixed' | 'trimmed';

/** Whether the element is a fraction of seconds, and of which sort: `.000` with all its digits, `.999` without zeros at the end. */
export function fractionOf(element: string): Fraction | undefined {
  const first = element.charAt(0);
  if (first !== '.' && first !== ',') return undefined;
  return element.charAt(1) === '0' ? 'fixed' : 'trimmed';
}

/** Go keeps the number of digits in 12 bits. */
export function digitsOf(fraction: string): number {
  return (fraction.length - 1) & 0xfff;
}

export function isOffset(element: string): boolean {
  return /^[-Z]/.test(element);
}
