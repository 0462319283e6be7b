import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import type { SdkClientConfig, SdkCommand } from './sdk-call';

/** Publishes to phone numbers: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function snsCommand(config: SdkClientConfig): SdkCommand {
  const client = new SNSClient(config);
  return (input, options) => client.send(new PublishCommand(input as unknown as PublishCommandInput), options);
}
