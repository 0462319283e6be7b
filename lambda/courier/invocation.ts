/** One invocation of the function. */
export interface Invocation {
  /** Milliseconds since the epoch at which it is cut off. */
  readonly deadline: number;
  /**
   * Lambda's id of the request: the same when Lambda itself tries an asynchronous one again, which so is the same message.
   * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
   */
  readonly requestId: string;
}
