import {
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { AwsCall } from './aws-transport';
import { type SdkClientOptions, sdkCall, sdkClientConfig } from './sdk-call';

/** AWS End User Messaging SMS: https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html */
export function smsVoiceCall(options: SdkClientOptions): AwsCall {
  const client = new PinpointSMSVoiceV2Client(sdkClientConfig(options));
  return (input, deadlineMs) =>
    sdkCall(
      (abortSignal) =>
        client.send(new SendTextMessageCommand(input as unknown as SendTextMessageCommandInput), { abortSignal }),
      deadlineMs,
    );
}
