import { normalize } from '../go-string';
import type { Value } from '../value';
import { PLAIN } from './flags';
import { Printer } from './printer';

/** Go's `fmt.Sprint`: a space between two values of which neither is a string. @throws LimitError */
export function sprint(args: readonly Value[]): string {
  const [only] = args;
  if (args.length === 1 && typeof only === 'string') return only;
  const printer = new Printer();
  let isAfterString = true;
  for (const value of args) {
    const isString = typeof value === 'string';
    if (!isString && !isAfterString) printer.write(' ');
    printer.print(value, 'v', PLAIN);
    isAfterString = isString;
  }
  return normalize(printer.toString());
}

/** Go's `fmt.Sprintln`: a space between all values, and a line break. @throws LimitError */
export function sprintln(args: readonly Value[]): string {
  const printer = new Printer();
  for (const [at, value] of args.entries()) {
    if (at > 0) printer.write(' ');
    printer.print(value, 'v', PLAIN);
  }
  printer.write('\n');
  return normalize(printer.toString());
}
