import { randomUUID } from 'node:crypto';
import type {
  Answer,
  ForgetAnswer,
  InvokeRequest,
  MessageInput,
  PreviewAnswer,
  SecretsAnswer,
  StatusAnswer,
  StatusQuery,
} from '../lambda/contract';
import { type LambdaLike, loadLambda, loadSqs, type SqsLike } from './aws';
import { functionError } from './errors';

/** How a backend reaches its courier: through the function, through the queue, or through both. */
export interface SmsCourierClientProps {
  /**
   * Name or ARN of the courier's function (`courier.functionArn`). The backend's role needs `courier.grantInvoke(role)`.
   * @default none: the client can only enqueue
   */
  readonly functionName?: string;
  /**
   * URL of the courier's queue (`courier.queueUrl`), which `enqueue` then writes to. The backend's role needs
   * `courier.grantEnqueue(role)`.
   * @default none: `enqueue` goes through the function
   */
  readonly queueUrl?: string;
  /**
   * A client for Lambda, such as `new Lambda({ region })` of `@aws-sdk/client-lambda`.
   * @default one of the `@aws-sdk/client-lambda` that the backend has installed, loaded on first use
   */
  readonly lambda?: LambdaLike;
  /**
   * A client for SQS, such as `new SQS({ region })` of `@aws-sdk/client-sqs`.
   * @default one of the `@aws-sdk/client-sqs` that the backend has installed, loaded on first use
   */
  readonly sqs?: SqsLike;
}

/**
 * Hands messages to a courier.
 *
 * A message without an `id` gets one before it leaves, so that AWS's client, which repeats requests by itself, sends no second SMS.
 * To repeat one yourself, after a time-out for instance, give it an `id` of your own: the same id is the same message.
 * Errors: `InvalidMessage` and `InvalidRequest` for what the courier refuses, `SmsCourierError` for a courier that fails, and
 * those of AWS's client as they are.
 *
 * @example
 * const sms = new SmsCourierClient({ functionName: process.env.SMS_COURIER_FUNCTION });
 * const { id, state } = await sms.send({ recipient: '+4917667111638', body: 'Your code is 428193' });
 */
export class SmsCourierClient {
  private lambda: LambdaLike | undefined;
  private sqs: SqsLike | undefined;

  constructor(private readonly props: SmsCourierClientProps) {
    if (!props.functionName && !props.queueUrl)
      throw new Error('SmsCourierClient needs a functionName, a queueUrl or both: take them from the construct');
  }

  /**
   * Sends now. The answer's state is `sent` when a provider has accepted the message, `queued` when the courier goes on trying, or the
   * state that it ended in.
   *
   * @throws InvalidMessage for what is no message
   */
  send(message: MessageInput): Promise<Answer> {
    return this.invoke({ action: 'send', message: identified(message) });
  }

  /**
   * Puts the message on the queue, from where the courier sends it. By the function it is checked first; a message that goes to the
   * queue itself and is none ends in the dead letters.
   */
  async enqueue(message: MessageInput): Promise<Answer> {
    const { queueUrl } = this.props;
    const body = identified(message);
    if (!queueUrl) return this.invoke({ action: 'enqueue', message: body });
    this.sqs ??= this.props.sqs ?? loadSqs();
    await this.sqs.sendMessage({ QueueUrl: queueUrl, MessageBody: queueText(body) });
    return { id: body.id, state: 'queued', duplicate: false, attempts: 0 };
  }

  /** What the courier knows of a message, or of the latest to a recipient. Changes nothing. */
  status(query: StatusQuery): Promise<StatusAnswer> {
    return this.invoke({ action: 'status', ...query });
  }

  /**
   * The request that the message would become, with secrets shown as `{$NAME}`. Sends nothing.
   *
   * @param provider the one to ask; absent: the first
   */
  preview(message: MessageInput, provider?: string): Promise<PreviewAnswer> {
    return this.invoke({ action: 'preview', message, ...(provider === undefined ? {} : { provider }) });
  }

  /** Removes what leads from the courier's ledger to a phone number. */
  forget(to: string): Promise<ForgetAnswer> {
    return this.invoke({ action: 'forget', to });
  }

  /** The secrets that the courier reads, without their values. */
  secrets(): Promise<SecretsAnswer> {
    return this.invoke({ action: 'secrets' });
  }

  private async invoke<T>(request: InvokeRequest): Promise<T> {
    const { functionName } = this.props;
    if (!functionName)
      throw new Error('SmsCourierClient has no functionName: with a queueUrl alone it can only enqueue');
    this.lambda ??= this.props.lambda ?? loadLambda();
    const { FunctionError, Payload } = await this.lambda.invoke({
      FunctionName: functionName,
      Payload: Buffer.from(JSON.stringify(request)),
    });
    const payload: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
    if (FunctionError !== undefined) throw functionError(payload);
    return payload as T;
  }
}

function identified(message: MessageInput): MessageInput & { readonly id: string } {
  return { ...message, id: message.id ?? randomUUID() };
}

/** JSON in characters that SQS takes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
function queueText(message: MessageInput): string {
  return JSON.stringify(message).replaceAll('\ufffe', '\\ufffe').replaceAll('\uffff', '\\uffff');
}
