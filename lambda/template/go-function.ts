import type { GoType } from './go-type';
import type { Value } from './value';

/** A function that templates may call: a builtin or one of sprig's. */
export interface GoFunction {
  /** Types of the parameters; of those before the variadic one, if there is one. */
  readonly params: readonly GoType[];
  /** Type of each further argument, where the function takes any number of them. */
  readonly variadic?: GoType;
  /** Declared type of the result, which decides what a nil result means. */
  readonly result: GoType;
  /** Number of results, of a method that gives more than a value and an error: templates cannot call it. */
  readonly results?: number;
  /**
   * Arguments come converted to the declared types, as Go's reflection would hand them over; a parameter of type
   * `interface {}` takes any value, null included.
   *
   * @throws FunctionError where Go's function returns an error or panics
   */
  call(...args: Value[]): Value;
}

/** What Go's function would return as its error, or panic with. Shown as `error calling NAME: message`; may hold values of the data. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}
