import {
  PinpointSMSVoiceV2Client,
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { SdkClientConfig, SdkCommand } from './sdk-call';

/** AWS End User Messaging SMS: https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html */
export function smsVoiceCommand(config: SdkClientConfig): SdkCommand {
  const client = new PinpointSMSVoiceV2Client(config);
  return (input, options) =>
    client.send(new SendTextMessageCommand(input as unknown as SendTextMessageCommandInput), options);
}
