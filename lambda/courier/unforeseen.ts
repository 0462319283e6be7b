import { errorName } from '../error-name';

/**
 * An error that nobody foresaw, without its text, which may quote anything: Lambda writes what a handler throws to the log, and the
 * one who invoked is told it. Its name and where it came up stay.
 */
export class Unforeseen extends Error {
  override readonly name: string;

  constructor(error: unknown) {
    const name = errorName(error);
    super(`the courier failed: ${name}`);
    this.name = name;
    this.stack = [`${this.name}: ${this.message}`, ...framesOf(error)].join('\n');
  }
}

/** What may be told of it in a line: its name, and file, line and column where it came up. */
export function nameAndPlace(error: unknown): string {
  const [frame = ''] = framesOf(error);
  const place = /[^/\\( ]+:\d+:\d+(?=\)?$)/.exec(frame);
  return place === null ? errorName(error) : `${errorName(error)} at ${place[0]}`;
}

function framesOf(error: unknown): string[] {
  return (error instanceof Error ? (error.stack ?? '') : '').split('\n').filter((line) => FRAME.test(line));
}

/** `    at name (file:1:2)`: no line of a text begins so and ends so. */
const FRAME = /^ {4}at [^"{}]*:\d+:\d+\)?$/;
