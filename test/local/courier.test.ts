import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { startLocalCourier } from '../../local/courier';
import type { Arrival, LocalCourier } from '../../local/local-courier';
import { eventually, writeJson } from './support';
import { SECRET, type Synthesized, synthesizeCourier } from './synth';

let synthesized: Synthesized;
let courier: LocalCourier | undefined;
let arrivals: Arrival[];

beforeAll(() => {
  synthesized = synthesizeCourier();
});

afterEach(() => courier?.stop());

async function start(): Promise<LocalCourier> {
  courier = await startLocalCourier({ ...synthesized, asyncRetryDelaysMs: [10] });
  arrivals = [];
  courier.events.on('arrival', (arrival) => arrivals.push(arrival));
  return courier;
}

const message = (body: string) => ({ recipient: '+49 176 671 11 638', body });

test("answers AWS's own client, and keeps what an asynchronous invocation could not do", async () => {
  const { invokeEndpoint, functionName, deadLetters } = await start();
  const client = new LambdaClient({
    endpoint: invokeEndpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
  });
  const invoke = async (event: object, InvocationType: 'RequestResponse' | 'Event') => {
    const answer = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event), InvocationType }),
    );
    return { status: answer.StatusCode, error: answer.FunctionError, payload: answer.Payload?.transformToString() };
  };

  const sent = await invoke(message('now'), 'RequestResponse');
  expect([sent.status, sent.error, JSON.parse(sent.payload ?? '')]).toMatchObject([200, undefined, { state: 'sent' }]);
  const refused = await invoke({ body: 'to nobody' }, 'RequestResponse');
  expect([refused.status, refused.error, JSON.parse(refused.payload ?? '')]).toMatchObject([
    200,
    'Unhandled',
    { errorType: 'InvalidMessage' },
  ]);
  expect((await invoke(message('later'), 'Event')).status).toBe(202);
  expect((await invoke({ body: 'to nobody, later' }, 'Event')).status).toBe(202);
  await eventually(async () => (await deadLetters()).length === 1 && arrivals.length === 2, 'both have ended');
  expect(arrivals.map(({ to, text }) => [to, text])).toEqual([
    ['+4917667111638', 'now'],
    ['+4917667111638', 'later'],
  ]);
  expect(JSON.parse((await deadLetters())[0]?.body ?? '')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { body: 'to nobody, later' },
    responsePayload: { errorType: 'InvalidMessage' },
  });
  client.destroy();
});

test('goes on with new processes after its old ones were killed', async () => {
  const { sendMessage, killEnvironments, environmentProcessIds } = await start();
  await sendMessage(message('before'));
  await eventually(() => arrivals.length === 1, 'the first message');
  const before = environmentProcessIds();
  expect(before).toHaveLength(2);
  killEnvironments();
  await sendMessage(message('after'));
  await eventually(() => arrivals.length === 2, 'the second message');
  expect(arrivals[1]?.text).toBe('after');
  expect(environmentProcessIds().filter((pid) => before.includes(pid))).toEqual([]);
});

test('a dead queue ends everything at once, and every call says so', async () => {
  const { queueProcessId, ended, sendMessage, deadLetters, invoke, environmentProcessIds } = await start();
  const reason = 'the queue process ended (SIGKILL): its messages are gone';
  process.kill(queueProcessId, 'SIGKILL');
  await expect(sendMessage(message('lost'))).rejects.toThrow(reason);
  expect((await ended)?.message).toBe(reason);
  await expect(deadLetters()).rejects.toThrow(reason);
  await expect(invoke(message('lost'))).rejects.toThrow(reason);
  expect(environmentProcessIds()).toEqual([]);
});

test('a courier that is stopped has no reason to give', async () => {
  const { stop, ended, sendMessage, queueProcessId } = await start();
  await stop();
  expect(await ended).toBeUndefined();
  await expect(sendMessage(message('late'))).rejects.toThrow('the local courier has been stopped');
  expect(() => process.kill(queueProcessId, 0)).toThrow('ESRCH');
});

test('does not start without a secret that its provider needs', async () => {
  const secretsFile = writeJson(`${synthesized.secretsFile}.empty`, {});
  await expect(startLocalCourier({ ...synthesized, secretsFile })).rejects.toThrow(
    `add "${SECRET}" to the secrets file`,
  );
});
