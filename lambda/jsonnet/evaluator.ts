/** The one named argument that a snippet is called with, if it is a function. */
export interface JsonnetArgument {
  readonly name: 'ctx' | 'res' | 'req';
  readonly value: unknown;
  /** Fields that the snippet can read as `<name>.<field>`, and that do not show where it manifests the whole argument. */
  readonly hidden?: Readonly<Record<string, unknown>>;
}

/** Evaluates configuration Jsonnet, each evaluation within limits. */
export interface JsonnetEvaluator {
  /**
   * Gives the manifested JSON text.
   *
   * @throws {JsonnetError} with positions in the snippet
   */
  evaluate(snippet: string, argument: JsonnetArgument): Promise<string>;
}
