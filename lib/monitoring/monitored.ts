import type { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';

/** What alarms and dashboard look at. */
export interface Monitored {
  /** The courier's physical name: its own metrics are counted by it, and commands want it. */
  readonly name: string;
  readonly queue: SqsQueue;
  readonly deadLetterQueue: SqsQueue;
  readonly courierFunction: LambdaFunction;
  readonly ingress?: { readonly function: LambdaFunction; readonly api?: Apigatewayv2Api } | undefined;
}
