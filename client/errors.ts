/** The courier refused what it was asked, or failed over it. */
export class SmsCourierError extends Error {
  override readonly name: string = 'SmsCourierError';

  constructor(
    message: string,
    /** The error's name in the function: `InvalidMessage`, `InvalidRequest`, or what Lambda and Node.js call it (`Sandbox.Timedout`). */
    readonly errorType: string,
  ) {
    super(message);
  }
}

/** The message is none, and will be none the next time: the text names the field and what is allowed, and never its value. */
export class InvalidMessage extends SmsCourierError {
  override readonly name = 'InvalidMessage';
}

/** The courier does not know what it was asked for: it is older than this client, or a query is wrong. */
export class InvalidRequest extends SmsCourierError {
  override readonly name = 'InvalidRequest';
}

/** @param payload what Lambda answers for a function that failed: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export function functionError(payload: unknown): SmsCourierError {
  const { errorType, errorMessage } = (payload ?? {}) as {
    readonly errorType?: unknown;
    readonly errorMessage?: unknown;
  };
  const type = typeof errorType === 'string' ? errorType : 'Unknown';
  const message = typeof errorMessage === 'string' ? errorMessage : 'the courier failed and did not say why';
  if (type === 'InvalidMessage') return new InvalidMessage(message, type);
  if (type === 'InvalidRequest') return new InvalidRequest(message, type);
  return new SmsCourierError(message, type);
}
