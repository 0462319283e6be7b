/** A template that cannot be read or rendered. The message is Go's, and may hold values of the data. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  constructor(
    message: string,
    /** `parse`: the template is wrong as it stands. `exec`: it fails with this data. */
    readonly kind: 'parse' | 'exec',
    /** 1 for the first. */
    readonly line: number,
    /** Bytes before the place on its line, as Go counts; parse errors have none. */
    readonly column: number | undefined,
    /** The message without anything that the data may have brought in. */
    readonly summary: string = message.toWellFormed(),
  ) {
    // half a character that a template has cut is no text
    super(message.toWellFormed());
  }
}
