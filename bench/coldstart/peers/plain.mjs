/** What a team would write without the courier: the provider's own package, its token from Parameter Store, one message. */
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import twilio from 'twilio';

const ssm = new SSMClient({});
let client;

export const handler = async ({ recipient, body }) => {
  client ??= await connect();
  const { sid } = await client.messages.create({
    to: recipient,
    body,
    messagingServiceSid: process.env.TWILIO_MESSAGING_SERVICE_SID,
  });
  return { sid };
};

async function connect() {
  const { Parameter } = await ssm.send(
    new GetParameterCommand({ Name: process.env.TWILIO_AUTH_TOKEN_PARAMETER, WithDecryption: true }),
  );
  return twilio(process.env.TWILIO_ACCOUNT_SID, Parameter.Value, { httpClient: new EmulatedTwilio() });
}

/** The benchmark's only addition: the package's own client, which dials the emulator. */
class EmulatedTwilio extends twilio.RequestClient {
  request(options) {
    return super.request({ ...options, uri: options.uri.replace(/^https:\/\/[^/]+/, process.env.TWILIO_EMULATOR) });
  }
}
