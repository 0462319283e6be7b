import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityBatchCommand,
  type ChangeMessageVisibilityBatchCommandInput,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { PutParameterCommand, paginateDescribeParameters, SSMClient } from '@aws-sdk/client-ssm';
import type { LambdaLike } from '../client';
import type { LetterQueue } from '../lambda/dead-letters/letter-queue';
import { type LetterCall, lettersOverSqs } from '../lambda/dead-letters/over-sqs';
import type { Aws } from './aws';
import { BadInput } from './bad-input';

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
  const call: LetterCall = (action, input) =>
    action === 'ReceiveMessage'
      ? client.send(new ReceiveMessageCommand(input as unknown as ReceiveMessageCommandInput))
      : client.send(
          new ChangeMessageVisibilityBatchCommand(input as unknown as ChangeMessageVisibilityBatchCommandInput),
        );
  return lettersOverSqs(
    {
      async remove(queueUrl, receiptHandle) {
        await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
      },
      async send(queueUrl, body, attributes) {
        const MessageAttributes = Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        );
        await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes }));
      },
    },
    call,
  );
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
        // a page may be short, or empty, and not be the last
        const pages = paginateDescribeParameters({ client, pageSize: NAMES }, { ParameterFilters: [filter] });
        for await (const { Parameters = [] } of pages)
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
