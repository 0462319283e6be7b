import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DescribeParametersCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { LambdaLike } from '../client';
import type { LetterQueue } from '../lambda/dead-letters/letter-queue';
import type { Aws } from './aws';
import { BadInput } from './bad-input';

/** SQS's most for one request. */
const BATCH = 10;

/** A bundle of its own: it is larger than the rest of the command, and most commands ask nothing of AWS. */
export async function connect(): Promise<Aws> {
  const lambda = new LambdaClient({});
  try {
    await lambda.config.region();
  } catch {
    throw new BadInput('AWS_REGION is not set, and no profile names a region: set it to where the courier is');
  }
  // else the SDK would go by the queue's URL, and pass over AWS_ENDPOINT_URL_SQS
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  return { ...overLambda(lambda), ...overSqs(sqs), ...overSsm(new SSMClient({})) };
}

function overLambda(client: LambdaClient): Pick<Aws, 'lambda' | 'variables'> {
  const lambda: LambdaLike = { invoke: (input) => client.send(new InvokeCommand(input)) };
  return {
    lambda,
    async variables(functionName) {
      const found = await client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
      return found.Environment?.Variables ?? {};
    },
  };
}

function overSqs(client: SQSClient): LetterQueue {
  return {
    async receive(queueUrl, hiddenSeconds) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: BATCH,
          VisibilityTimeout: hiddenSeconds,
          // a long poll asks all of SQS's servers: only then does nothing mean that there is nothing
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ['SentTimestamp'],
          MessageAttributeNames: ['All'],
        }),
      );
      return Messages.map(({ MessageId = '', ReceiptHandle = '', Body = '', Attributes, MessageAttributes = {} }) => ({
        sqsId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        sentAt: Number(Attributes?.SentTimestamp),
        attributes: Object.fromEntries(
          Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
            StringValue === undefined ? [] : [[name, StringValue]],
          ),
        ),
      }));
    },
    async release(queueUrl, receiptHandles) {
      for (let start = 0; start < receiptHandles.length; start += BATCH) {
        const Entries = receiptHandles
          .slice(start, start + BATCH)
          .map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
      }
    },
    async remove(queueUrl, receiptHandle) {
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
    },
    async send(queueUrl, body, attributes) {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      );
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes }));
    },
  };
}

/** SSM's most for one filter. */
const NAMES = 50;

function overSsm(client: SSMClient): Pick<Aws, 'putParameter' | 'parameterChanges'> {
  return {
    async putParameter(name, value, keyId) {
      const { Version = 0 } = await client.send(
        new PutParameterCommand({
          Name: nameOf(name),
          Value: value,
          Type: 'SecureString',
          Overwrite: true,
          ...(keyId === undefined ? {} : { KeyId: keyId }),
        }),
      );
      return Version;
    },
    async parameterChanges(names) {
      const changes = new Map<string, Date>();
      for (let start = 0; start < names.length; start += NAMES) {
        const asked = new Map(names.slice(start, start + NAMES).map((name) => [nameOf(name), name]));
        const filter = { Key: 'Name', Option: 'Equals', Values: [...asked.keys()] };
        const { Parameters = [] } = await client.send(
          new DescribeParametersCommand({ ParameterFilters: [filter], MaxResults: NAMES }),
        );
        for (const { Name = '', LastModifiedDate } of Parameters)
          if (LastModifiedDate !== undefined) changes.set(asked.get(Name) ?? Name, LastModifiedDate);
      }
      return changes;
    },
  };
}

/** A parameter's ARN shows its name after `parameter`; what has no folder has no slash of its own. */
function nameOf(parameter: string): string {
  const path = /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter(\/.+)$/.exec(parameter)?.[1];
  if (path === undefined) return parameter;
  return path.indexOf('/', 1) === -1 ? path.slice(1) : path;
}
