import { type Letter, readLetter } from '../../lambda/dead-letters/letter';
import type { LetterQueue, Received } from '../../lambda/dead-letters/letter-queue';
import { maskText } from '../../lambda/phone';

export const SENT = Date.parse('2026-05-02T09:30:00Z');
export const ENTERED = '2026-05-02T09:20:00.000Z';
export const MESSAGE = {
  recipient: '+4917667111638',
  body: 'Your code is 428193',
  template_type: 'login_code',
  template_data: { login_code: '428193', expires_in_minutes: 15 },
};
export const BODY = JSON.stringify(MESSAGE);

/** Attributes of what the courier has given up. */
export const GIVEN_UP = {
  message_id: 'm-1',
  origin: 'ory',
  entered_at: ENTERED,
  expires_at: '2026-05-02T09:35:00.000Z',
  reason: 'no credit; given up after 8 attempts',
  outcome: 'out_of_credit',
  code: '402',
};

export const letter = (
  attributes: Readonly<Record<string, string>> = {},
  body: unknown = BODY,
  sentAt = SENT,
): Letter =>
  readLetter(
    {
      sqsId: 'sqs-1',
      receiptHandle: 'handle',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      sentAt,
      attributes,
    },
    (recipient) => maskText(recipient),
  );

/** What Lambda keeps of an asynchronous invoke that failed. */
export const failureRecord = (requestPayload: unknown, responsePayload: object, condition = 'RetriesExhausted') => ({
  version: '1.0',
  timestamp: '2026-05-02T09:25:00.000Z',
  requestContext: { requestId: 'request-1', functionArn: 'arn:aws:lambda:…:function:f:$LATEST', condition },
  requestPayload,
  responseContext: { statusCode: 200, functionError: 'Unhandled' },
  responsePayload,
});

interface Kept extends Omit<Received, 'receiptHandle'> {
  /** Milliseconds since the epoch. */
  hiddenUntil: number;
  handles: number;
}

/** A dead-letter queue in memory, by the clock of its test. */
export class LetterBox implements LetterQueue {
  readonly letters: Kept[] = [];
  onReceive: () => void = () => {};
  /** Before a letter is written. */
  onSend: (body: string) => void = () => {};
  /** Before a letter is removed. */
  onRemove: () => void | Promise<void> = () => {};
  private count = 0;

  constructor(private readonly now: () => number) {}

  put(body: unknown, attributes: Readonly<Record<string, string>> = {}, sentAt = this.now()): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const sqsId = `sqs-${++this.count}`;
    this.letters.push({ sqsId, body: text, attributes, sentAt, hiddenUntil: 0, handles: 0 });
  }

  /** Those that whoever asks now is shown. */
  visible(): Kept[] {
    return this.letters.filter(({ hiddenUntil }) => hiddenUntil <= this.now());
  }

  async receive(_: string, hiddenSeconds: number): Promise<readonly Received[]> {
    this.onReceive();
    return this.visible()
      .slice(0, 10)
      .map((kept) => {
        kept.hiddenUntil = this.now() + hiddenSeconds * 1000;
        const { sqsId, body, attributes, sentAt } = kept;
        return { sqsId, body, attributes, sentAt, receiptHandle: `${sqsId} ${++kept.handles}` };
      });
  }

  async release(_: string, receiptHandles: readonly string[]): Promise<void> {
    for (const handle of receiptHandles) {
      const kept = this.find(handle);
      if (kept !== undefined) kept.hiddenUntil = 0;
    }
  }

  async remove(_: string, receiptHandle: string): Promise<void> {
    await this.onRemove();
    const kept = this.find(receiptHandle);
    if (kept !== undefined) this.letters.splice(this.letters.indexOf(kept), 1);
  }

  async send(_: string, body: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    this.onSend(body);
    this.put(body, attributes);
  }

  private find(receiptHandle: string): Kept | undefined {
    return this.letters.find(({ sqsId }) => sqsId === receiptHandle.split(' ')[0]);
  }
}
