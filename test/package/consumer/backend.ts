/** A backend that sends through a courier; it has neither CDK nor, unless it wants to, a client of AWS. */
import {
  type Answer,
  InvalidMessage,
  type LambdaLike,
  type MessageInput,
  SmsCourierClient,
  type StatusAnswer,
} from 'cdktf-sms-courier/client';

const requests: unknown[] = [];
const lambda: LambdaLike = {
  invoke: async ({ FunctionName, Payload }) => {
    const request = JSON.parse(Buffer.from(Payload).toString());
    requests.push([FunctionName, request.action]);
    if (request.message?.recipient === 'nobody')
      return {
        FunctionError: 'Unhandled',
        Payload: Buffer.from('{"errorType":"InvalidMessage","errorMessage":"recipient: not a phone number"}'),
      };
    const answer = request.action === 'status' ? { messages: [] } : { id: request.message.id, state: 'sent' };
    return { Payload: Buffer.from(JSON.stringify(answer)) };
  },
};

async function main(): Promise<void> {
  const client = new SmsCourierClient({ functionName: 'courier', lambda });
  const message: MessageInput = { id: 'm-1', recipient: '+4917667111638', body: 'Your code is 428193' };
  const answer: Answer = await client.send(message);
  const known: StatusAnswer = await client.status({ to: '+4917667111638', since: '1h' });
  const refusal = await client.send({ recipient: 'nobody' }).catch((error: unknown) => error);
  const lacking = await new SmsCourierClient({ functionName: 'courier' }).send(message).catch(String);
  const packages = Object.keys(require.cache).flatMap(
    (file) => /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1] ?? [],
  );
  console.log(
    JSON.stringify({
      requests,
      state: answer.state,
      known: known.messages.length,
      invalid: refusal instanceof InvalidMessage,
      lacking,
      packages: [...new Set(packages)],
    }),
  );
}

void main();
