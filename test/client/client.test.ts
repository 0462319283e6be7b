import { Lambda } from '@aws-sdk/client-lambda';
import { SQS } from '@aws-sdk/client-sqs';
import { InvalidMessage, InvalidRequest, SmsCourierClient, SmsCourierError } from '../../client';
import { startLocalCourier } from '../../local/courier';
import type { Arrival, LocalCourier } from '../../local/local-courier';
import { eventually } from '../local/support';
import { synthesizeCourier } from '../local/synth';

let courier: LocalCourier;
let client: SmsCourierClient;
let byQueue: SmsCourierClient;
const arrivals: Arrival[] = [];

const MESSAGE = { recipient: '+4917667111638', body: 'Your code is 428193' };
const AWS = { region: 'eu-central-1', credentials: { accessKeyId: 'x', secretAccessKey: 'y' } };

beforeAll(async () => {
  courier = await startLocalCourier(synthesizeCourier({ allowedCountries: ['DE'] }));
  courier.events.on('arrival', (arrival) => arrivals.push(arrival));
  const { functionName, queueUrl } = courier;
  client = new SmsCourierClient({ functionName, lambda: new Lambda({ ...AWS, endpoint: courier.invokeEndpoint }) });
  byQueue = new SmsCourierClient({ queueUrl, sqs: new SQS({ ...AWS, endpoint: courier.queueEndpoint }) });
});
afterAll(() => courier?.stop());
beforeEach(() => {
  arrivals.length = 0;
});

it('sends, and tells afterwards what became of it', async () => {
  const answer = await client.send(MESSAGE);
  expect(answer).toMatchObject({ id: expect.stringMatching(/^[\w-]{36}$/), state: 'sent', provider: 'twilio' });
  expect(arrivals).toMatchObject([{ to: '+4917667111638', text: 'Your code is 428193' }]);
  const { messages } = await client.status({ id: answer.id });
  expect(messages).toMatchObject([{ id: answer.id, state: 'sent', origin: 'invoke', attempts: 1 }]);
  expect((await client.status({ to: MESSAGE.recipient, since: '1h' })).messages).toEqual(messages);
  expect(await client.status({ id: 'unheard-of' })).toEqual({
    messages: [],
    detail: expect.stringContaining('nothing is known'),
  });
});

it.each([
  ['the function', () => client, 'invoke'],
  ['the queue', () => byQueue, 'queue'],
])('enqueues through %s', async (_, through, origin) => {
  const { id, state } = await through().enqueue({ ...MESSAGE, template_data: { expires_in_minutes: 5 } });
  expect(state).toBe('queued');
  const sent = async () => (await client.status({ id })).messages[0];
  await eventually(async () => (await sent())?.state === 'sent', 'the message is sent');
  expect(await sent()).toMatchObject({ id, origin });
});

it('enqueues what no text of SQS may hold', async () => {
  const body = 'Your code is 428193\ufffe\uffff';
  const { id } = await byQueue.enqueue({ ...MESSAGE, body });
  await eventually(() => arrivals.length > 0, 'it arrives');
  expect(arrivals).toMatchObject([{ text: body }]);
  expect((await client.status({ id })).messages).toHaveLength(1);
});

it('previews', async () => {
  expect(await client.preview(MESSAGE)).toMatchObject({ would_send: true, provider: 'twilio', segments: 1 });
  expect(await client.preview({ ...MESSAGE, recipient: '+12025550123' })).toMatchObject({
    would_send: false,
    state: 'limited',
  });
  expect(arrivals).toEqual([]);
});

it('throws an error of its class for what the courier refuses', async () => {
  await expect(client.send({ recipient: 'nobody', body: 'x' })).rejects.toThrow(InvalidMessage);
  await expect(client.send({ recipient: 'nobody', body: 'x' })).rejects.toThrow('recipient: not a phone number');
  await expect(client.status({ to: MESSAGE.recipient, since: 'yesterday' })).rejects.toThrow(InvalidRequest);
});

it('throws what Lambda says of a function that fails', async () => {
  const failing = new SmsCourierClient({
    functionName: 'f',
    lambda: {
      invoke: async () => ({
        FunctionError: 'Unhandled',
        Payload: Buffer.from('{"errorType":"Sandbox.Timedout","errorMessage":"Task timed out"}'),
      }),
    },
  });
  const error = await failing.send(MESSAGE).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SmsCourierError);
  expect(error).toMatchObject({ name: 'SmsCourierError', errorType: 'Sandbox.Timedout', message: 'Task timed out' });
});

it('names a message before it leaves, so that a repeated request is the same message', async () => {
  const lambda = new Lambda({ ...AWS, endpoint: courier.invokeEndpoint });
  const flaky = new SmsCourierClient({
    functionName: courier.functionName,
    lambda: {
      invoke: async (input) => {
        await lambda.invoke(input);
        return lambda.invoke(input);
      },
    },
  });
  expect(await flaky.send(MESSAGE)).toMatchObject({ state: 'sent', duplicate: true });
  expect(arrivals).toHaveLength(1);
});

it('says what it lacks', async () => {
  expect(() => new SmsCourierClient({})).toThrow('needs a functionName, a queueUrl or both');
  await expect(byQueue.send(MESSAGE)).rejects.toThrow('with a queueUrl alone it can only enqueue');
});
