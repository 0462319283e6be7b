import { once } from 'node:events';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Statement } from '../../../lib/statement';
import { localArn } from '../../../local/arn';
import { type LocalServer, readText, respondJson, serve } from '../../../local/http';
import { type Decision, type Gate, startGate } from '../../../local/iam/gate';
import '../support';

const REGION = 'eu-central-1';
const KEY = localArn('kms', REGION, 'key/one');
const parameter = (name: string) => localArn('ssm', REGION, `parameter/${name}`);
const QUEUE = localArn('sqs', REGION, 'queue');

const allow = (Action: string, ...Resource: string[]): Statement => ({
  Sid: 'Given',
  Effect: 'Allow',
  Action: [Action],
  Resource,
});

let service: LocalServer;
let gate: Gate;
/** Answers of the service wait for this. */
let answering: Promise<unknown> = Promise.resolve();
const received: string[] = [];
const decisions: Decision[] = [];

beforeAll(async () => {
  service = await serve(async (request, response) => {
    received.push(await readText(request));
    await answering;
    respondJson(response, 200, { Parameters: [] }, { 'x-of-the-service': 'yes' });
  });
  gate = await startGate({
    roles: new Map(),
    keys: () => new Map([[parameter('sealed'), KEY]]),
    endpoint: (name) => (name === 'kms' ? 'http://127.0.0.1:1' : service.origin),
  });
  gate.events.on('decision', (decision) => decisions.push(decision));
});
beforeEach(() => {
  received.length = 0;
  decisions.length = 0;
});
afterAll(async () => {
  await gate.close();
  await service.close();
});

/** As the role's function does; the gate reads a signature's scope and checks no more of it. */
async function call(name: string, target: string, body: string, role = 'Role'): Promise<Response> {
  return fetch(gate.origin, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${role}/20260101/${REGION}/${name}/aws4_request`,
      'x-amz-target': target,
    },
    body,
  });
}

const read = (...Names: string[]) => call('ssm', 'AmazonSSM.GetParameters', JSON.stringify({ Names }));

it('passes on what the role may do, and the answer as it is', async () => {
  gate.setRoles(new Map([['Role', [allow('ssm:GetParameters', parameter('a'), parameter('b'))]]]));
  const response = await read('/a', parameter('b'));
  expect([response.status, response.headers.get('x-of-the-service')]).toEqual([200, 'yes']);
  expect(received).toEqual([JSON.stringify({ Names: ['/a', parameter('b')] })]);
  expect(decisions).toEqual(
    ['a', 'b'].map((name) => ({
      role: 'Role',
      action: 'ssm:GetParameters',
      resource: parameter(name),
      isAllowed: true,
      sid: 'Given',
    })),
  );
});

it('refuses as AWS does what one of several resources is missing for, and asks the service nothing', async () => {
  gate.setRoles(new Map([['Role', [allow('ssm:GetParameters', parameter('a'))]]]));
  const client = new SSMClient({
    region: REGION,
    endpoint: gate.origin,
    credentials: { accessKeyId: 'Role', secretAccessKey: 'x' },
  });
  await expect(client.send(new GetParametersCommand({ Names: ['/a', '/b'] }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: `User: Role is not authorized to perform: ssm:GetParameters on resource: ${parameter('b')}`,
  });
  client.destroy();
  expect(received).toEqual([]);
});

it('asks for the key of what is encrypted with one, through the service', async () => {
  const statement = allow('ssm:GetParameters', parameter('sealed'));
  gate.setRoles(new Map([['Role', [statement]]]));
  expect((await read('/sealed')).status).toBe(400);
  const via = (name: string): Statement => ({
    ...allow('kms:Decrypt', KEY),
    Condition: { StringLike: { 'kms:ViaService': `${name}.${REGION}.amazonaws.*` } },
  });
  gate.setRoles(new Map([['Role', [statement, via('sqs')]]]));
  expect((await read('/sealed')).status).toBe(400);
  gate.setRoles(new Map([['Role', [statement, via('ssm')]]]));
  expect((await read('/sealed')).status).toBe(200);
});

it('lets a role that the stack has not do all, and one without policies nothing', async () => {
  gate.setRoles(new Map([['Role', []]]));
  expect((await call('ssm', 'AmazonSSM.GetParameters', '{"Names":["a"]}', 'local')).status).toBe(200);
  expect((await read('/a')).status).toBe(400);
});

it('refuses what came by a poll that was under way when the policy changed', async () => {
  const receive = [allow('sqs:ReceiveMessage', QUEUE), allow('sqs:GetQueueAttributes', QUEUE)];
  gate.setRoles(new Map([['Role', receive]]));
  let answer = () => {};
  answering = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const first = once(gate.events, 'decision');
  const polled = call('sqs', 'AmazonSQS.ReceiveMessage', JSON.stringify({ QueueUrl: 'http://localhost/0/queue' }));
  await first;
  gate.setRoles(new Map([['Role', []]]));
  answer();
  expect((await polled).status).toBe(400);
});

it('says what nobody has told it of', async () => {
  gate.setRoles(new Map([['Role', [allow('*', '*')]]]));
  const response = await call('ssm', 'AmazonSSM.DeleteParameter', '{}');
  expect([response.status, await response.text()]).toEqual([
    500,
    expect.stringContaining('nobody has said what ssm.DeleteParameter asks IAM'),
  ]);
});

it('leaves its client without an answer where the service gives none', async () => {
  gate.setRoles(new Map([['Role', [allow('kms:Decrypt', KEY)]]]));
  await expect(call('kms', 'TrentService.Decrypt', JSON.stringify({ KeyId: KEY }))).rejects.toThrow('fetch failed');
});
