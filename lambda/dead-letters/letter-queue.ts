/** An SQS message as a consumer has it. */
export interface Received {
  readonly sqsId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Milliseconds since the epoch. SQS keeps it when it moves a message to the dead letters by itself. */
  readonly sentAt: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What is asked of SQS by those who go through dead letters. */
export interface LetterQueue {
  /** Up to ten messages, which nobody else sees for so many seconds; none: the queue shows no more. */
  receive(queueUrl: string, hiddenSeconds: number): Promise<readonly Received[]>;
  /** Shows received messages again. */
  release(queueUrl: string, receiptHandles: readonly string[]): Promise<void>;
  remove(queueUrl: string, receiptHandle: string): Promise<void>;
  send(queueUrl: string, body: string, attributes: Readonly<Record<string, string>>): Promise<void>;
}
