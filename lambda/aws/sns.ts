import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import type { AwsCall } from './aws-transport';
import { type SdkClientOptions, sdkCall, sdkClientConfig } from './sdk-call';

/** Publishes to phone numbers: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function snsCall(options: SdkClientOptions): AwsCall {
  const client = new SNSClient(sdkClientConfig(options));
  return (input, deadlineMs) =>
    sdkCall(
      (abortSignal) => client.send(new PublishCommand(input as unknown as PublishCommandInput), { abortSignal }),
      deadlineMs,
    );
}
