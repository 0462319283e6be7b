import { awsTransport } from '../../lambda/aws/aws-transport';
import { testJsonnet } from '../support/engine';

const jsonnet = testJsonnet();
const INPUT = { ctx: { recipient: '+4917667111638', body: 'hi' }, courier: { country: 'DE' } };
const SECRETS = { get: (name: string) => `value of ${name}` };

/** What the service is called with. */
async function called(input: string): Promise<unknown> {
  let with_: unknown;
  const aws = () => async (command: unknown) => {
    with_ = command;
    return { status: 200, headers: {}, body: '{}' };
  };
  const transport = awsTransport({ service: 'sns', input }, { jsonnet, aws });
  const { send } = await transport.prepare(INPUT, SECRETS);
  expect(with_).toBeUndefined();
  await send();
  return with_;
}

it('calls the service with what the Jsonnet gives, secrets filled in', async () => {
  const source = "function(ctx) { PhoneNumber: ctx.recipient, Message: ctx.body + ctx.courier.country + '{$KEY}' }";
  expect(await called(source)).toEqual({ PhoneNumber: '+4917667111638', Message: 'hiDEvalue of KEY' });
});

it.each([
  ['a text', "function(ctx) 'x'", 'BuildError'],
  ['a list', 'function(ctx) []', 'BuildError'],
  ['nothing', 'function(ctx) null', 'BuildError'],
  ['a failure', "function(ctx) error 'no'", 'JsonnetError'],
  ['its wish to cancel', "function(ctx) error 'cancel'", 'Cancelled'],
])('calls nobody where the Jsonnet gives %s', async (_, source, name) => {
  await expect(called(source)).rejects.toMatchObject({ name });
});

it('asks for its client when it has something to send, by service and region', async () => {
  const asked: unknown[] = [];
  const aws = (...wanted: unknown[]) => {
    asked.push(wanted);
    return async () => ({ status: 200, headers: {}, body: '{}' });
  };
  const make = (region?: string) =>
    awsTransport({ service: 'sms-voice', ...(region && { region }), input: '{}' }, { jsonnet, aws });
  const transports = [make(), make('eu-west-1')];
  expect(asked).toEqual([]);
  for (const { prepare } of transports) await prepare(INPUT, SECRETS);
  expect(asked).toEqual([
    ['sms-voice', undefined],
    ['sms-voice', 'eu-west-1'],
  ]);
});
