import { buildClient, CommitmentPolicy, KMS, KmsKeyringNode } from '@aws-crypto/client-node';
import { Lambda } from '@aws-sdk/client-lambda';
import { SNS } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { ATTRIBUTE } from '../../../lambda/message';
import type { FaultPlan } from '../../../local/provider-server';
import { queueClient } from '../../../local/queue';
import { basic, JSON_TYPE, post } from '../../local/ingress-support';
import type { Run, Scenario } from './run';
import { INGRESS_API_KEY, INGRESS_PASSWORD, POOL_KEY, readableRole } from './stack';

const REGION = 'eu-central-1';
const COURIER = 'Sms_Role';
const INGRESS = 'Sms_Ingress_Role';
const BACKEND = 'Backend';
const US_NUMBER = '+12065550142';

/** All that a courier and its backend do with their roles. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'a message is sent by SNS', run: (run) => run.send('sns') },
  { name: 'a message is sent by End User Messaging, by name', run: (run) => run.send('end-user-messaging') },
  {
    name: 'a message is sent by End User Messaging, from a pool',
    run: (run) => run.send('end-user-messaging', US_NUMBER),
  },
  {
    name: 'a message of the queue is sent, leaves the queue and is told of in the log',
    run: async (run) => {
      await run.courier.sendMessage({ recipient: run.recipient, body: 'hello', provider: 'twilio' });
      await run.arrives();
      await run.until(() => run.log.some(({ event, state }) => event === 'message' && state === 'sent'));
      await run.until(() => isEmpty(run));
    },
  },
  {
    name: 'a message is handed over by an invoke and sent from the queue',
    run: async (run) => {
      await run.invoke({ action: 'enqueue', message: { recipient: run.recipient, body: 'hello', provider: 'twilio' } });
      await run.arrives();
    },
  },
  {
    name: 'a message whose provider is busy is tried again when the provider said, long before its visibility time-out is over',
    run: async (run) => {
      await run.courier.setFault('twilio', once());
      await run.courier.sendMessage({ recipient: run.recipient, body: 'hello', provider: 'twilio' });
      await run.arrives();
    },
  },
  {
    name: 'what is no message is kept as a dead letter',
    run: async (run) => {
      await run.courier.sendMessage('no message');
      await run.until(async () => (await run.courier.deadLetters()).some(({ body }) => body === 'no message'));
    },
  },
  {
    name: 'an asynchronous invocation that fails is kept as a dead letter by Lambda',
    run: async (run) => {
      const { invokeEndpoint, functionName } = run.courier;
      await fetch(`${invokeEndpoint}/2015-03-31/functions/${functionName}/invocations`, {
        method: 'POST',
        headers: { 'x-amz-invocation-type': 'Event' },
        body: JSON.stringify({ action: 'none' }),
      });
      await run.until(async () =>
        (await run.courier.deadLetters()).some(({ body }) => body.includes('requestPayload')),
      );
    },
  },
  {
    name: 'a dead letter that has expired is redacted, and one that has not is shown again',
    run: async (run) => {
      for (const expiresAt of [Date.now() - 1_000, Date.now() + 3_600_000]) await bury(run, expiresAt);
      const { redacted, complete } = await run.invoke({ action: 'redact' });
      const bodies = (await run.courier.deadLetters()).map(({ body }) => body);
      const letters = [bodies.filter((body) => body.includes('hello')).length, bodies.length];
      if (redacted !== 1 || !complete || letters.join() !== '1,2') throw new Error(`${redacted} redacted: ${bodies}`);
      const { ApproximateNumberOfMessagesNotVisible: hidden } = await attributesOf(run, run.courier.deadLetterQueueUrl);
      if (hidden !== '0') throw new Error(`${hidden} are hidden`);
    },
  },
  {
    name: 'a message is sent with a secret of Secrets Manager',
    run: (run) => run.send('gateway'),
  },
  {
    name: 'the courier may publish to no topic',
    run: async ({ gate }) => {
      const TopicArn = `arn:aws:sns:${REGION}:000000000000:alerts`;
      const sns = new SNS(as(COURIER, gate));
      const error = await sns.publish({ TopicArn, Message: 'hello' }).catch((thrown: Error) => thrown);
      sns.destroy();
      if (!(error instanceof Error && error.name === 'AuthorizationErrorException')) throw new Error(String(error));
    },
  },
  {
    name: 'Lambda keeps the traces of both functions',
    run: async (run) => {
      await run.send('sns');
      await posted(run, { ...JSON_TYPE, 'X-Api-Key': INGRESS_API_KEY });
      const lost = run.notices.find((notice) => notice.includes('trace'));
      if (lost !== undefined) throw new Error(lost);
    },
  },
  {
    name: "the functions' code may do nothing to the network, which Lambda may",
    run: async (run) => {
      for (const role of [COURIER, INGRESS])
        for (const [action, input] of Object.entries(NETWORK_CALLS)) {
          const status = await callEc2(run, role, action, input);
          if (status !== 403) throw new Error(`${action} is answered ${status}`);
        }
    },
  },
  {
    name: 'the status of a message is found by its recipient',
    run: async (run) => {
      await run.send('sns');
      const { messages } = await run.invoke({ action: 'status', to: run.recipient });
      if ((messages as unknown[]).length !== 1) throw new Error('no message is known');
    },
  },
  {
    name: 'a recipient is forgotten',
    run: async (run) => {
      await run.send('sns');
      const { forgotten } = await run.invoke({ action: 'forget', to: run.recipient });
      if (forgotten !== 1) throw new Error('nothing is forgotten');
    },
  },
  {
    name: 'the ingress takes a message by its API key, tells of it in its log, and the courier sends it',
    run: async (run) => {
      await posted(run, { ...JSON_TYPE, 'X-Api-Key': INGRESS_API_KEY });
      await run.until(() => run.log.some(({ event }) => event === 'ingress'));
      await run.arrives();
    },
  },
  {
    name: 'the ingress takes a message by a password of Secrets Manager',
    run: (run) => posted(run, basic('ory', INGRESS_PASSWORD)),
  },
  {
    name: "a code of Cognito's is taken, decrypted and sent",
    run: async (run) => {
      await run.invokeIngress({
        version: '1',
        triggerSource: 'CustomSMSSender_Authentication',
        region: REGION,
        userPoolId: `${REGION}_Abc`,
        userName: 'ada',
        callerContext: {},
        request: {
          type: 'customSMSSenderRequestV1',
          code: await seal('121212', run),
          userAttributes: { sub: run.recipient, phone_number: run.recipient },
        },
      });
      await run.arrives();
    },
  },
  {
    name: 'a backend finds the queue by its name and puts a message into it',
    run: async (run) => {
      const { endpoint, credentials } = as(BACKEND, run.gate);
      const client = queueClient(endpoint, REGION, credentials);
      const QueueName = run.courier.queueUrl.split('/').at(-1);
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
      const MessageBody = JSON.stringify({ recipient: run.recipient, body: 'hello', provider: 'twilio' });
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
      client.destroy();
      await run.arrives();
    },
  },
  {
    name: 'a backend invokes the courier',
    run: async (run) => {
      const lambda = new Lambda(as(BACKEND, run.gate));
      const Payload = JSON.stringify({ recipient: run.recipient, body: 'hello', provider: 'twilio' });
      const answer = await lambda.invoke({ FunctionName: run.courier.functionName, Payload });
      lambda.destroy();
      if (answer.FunctionError !== undefined) throw new Error(answer.FunctionError);
    },
  },
];

/** What somebody with a role of the stack makes clients of. */
function as(role: string, gate: Run['gate']) {
  const accessKeyId = [...gate.roles().keys()].find((each) => readableRole(each) === role);
  if (accessKeyId === undefined) throw new Error(`the stack has no role ${role}`);
  return {
    region: REGION,
    endpoint: gate.origin,
    credentials: { accessKeyId, secretAccessKey: 'local' },
    maxAttempts: 1,
  };
}

const ENI = { NetworkInterfaceId: 'eni-0a1b2c3d' };
const NETWORK_CALLS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DescribeNetworkInterfaces: {},
  DescribeSubnets: {},
  CreateNetworkInterface: { SubnetId: 'subnet-0a1b2c3d' },
  DeleteNetworkInterface: ENI,
  AssignPrivateIpAddresses: ENI,
  UnassignPrivateIpAddresses: ENI,
};

/** Calls EC2 as a function's code would, with what Lambda gives it; the gate reads a signature's scope and checks no more of it. */
async function callEc2(
  { courier, gate }: Run,
  role: string,
  Action: string,
  input: Readonly<Record<string, string>>,
): Promise<number> {
  const { endpoint, credentials } = as(role, gate);
  const name = `${courier.functionName}${role === INGRESS ? '-ingress' : ''}`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${REGION}/ec2/aws4_request`,
      'x-amz-security-token': `arn:aws:lambda:${REGION}:000000000000:function:${name}`,
    },
    body: new URLSearchParams({ Action, ...input }),
  });
  await response.arrayBuffer();
  return response.status;
}

/** The first request is one too many. */
function once(): FaultPlan {
  let isOver = false;
  return () => {
    if (isOver) return undefined;
    isOver = true;
    return { kind: 'throttled', retryAfterSeconds: 1 };
  };
}

async function isEmpty(run: Run): Promise<boolean> {
  const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: hidden } = await attributesOf(
    run,
    run.courier.queueUrl,
  );
  return waiting === '0' && hidden === '0';
}

async function attributesOf({ courier }: Run, QueueUrl: string | undefined): Promise<Record<string, string>> {
  const client = queueClient(courier.queueEndpoint, REGION);
  const { Attributes = {} } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  client.destroy();
  return Attributes;
}

/** Puts a dead letter where it would have ended. */
async function bury({ courier, recipient }: Run, expiresAt: number): Promise<void> {
  const client = queueClient(courier.queueEndpoint, REGION);
  await client.send(
    new SendMessageCommand({
      QueueUrl: courier.deadLetterQueueUrl,
      MessageBody: JSON.stringify({ recipient, body: 'hello' }),
      MessageAttributes: {
        reason: { DataType: 'String', StringValue: 'given up' },
        [ATTRIBUTE.expiresAt]: { DataType: 'String', StringValue: new Date(expiresAt).toISOString() },
      },
    }),
  );
  client.destroy();
}

async function posted(run: Run, headers: Readonly<Record<string, string>>): Promise<void> {
  const body = JSON.stringify({ recipient: run.recipient, body: 'hello', template_type: 'stub', template_data: {} });
  const { status, json } = await post(`${run.courier.ingressUrl}/ory`, body, headers);
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(json)}`);
}

/** As Cognito does it. */
async function seal(code: string, { courier }: Run): Promise<string> {
  const client = () =>
    new KMS({
      region: REGION,
      endpoint: courier.awsEndpoint,
      credentials: { accessKeyId: 'cognito', secretAccessKey: 'cognito' },
    });
  const keyring = new KmsKeyringNode({ generatorKeyId: POOL_KEY, clientProvider: client as never });
  const { encrypt } = buildClient(CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
  const { result } = await encrypt(keyring, code, { encryptionContext: { 'userpool-id': `${REGION}_Abc` } });
  return result.toString('base64');
}
