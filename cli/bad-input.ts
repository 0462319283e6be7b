/** What the caller gave cannot be worked with; the text says what to give instead. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}
