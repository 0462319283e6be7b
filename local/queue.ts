import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { builtFile } from './built-file';
import { type ServerProcess, startServerProcess } from './server-process';
import type { QueueAddress, QueueDeclaration } from './stack';

/** What an AWS client needs on this machine. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The process that holds the queues. */
export function startQueueProcess(region: string): Promise<ServerProcess> {
  return startServerProcess(builtFile('queue-process.js'), [region], 'queue');
}

export function queueClient(endpoint: string, region: string, credentials = CREDENTIALS): SQSClient {
  // the URL of a queue names another endpoint than that of a gate
  return new SQSClient({ endpoint, region, credentials, useQueueUrlAsEndpoint: false });
}

/** Creates the stack's queues; gives their addresses by the name that Terraform's references use. */
export async function createQueues(
  client: SQSClient,
  declarations: readonly QueueDeclaration[],
): Promise<Map<string, QueueAddress>> {
  const queues = new Map<string, QueueAddress>();
  for (const { id, name, attributes, redrive } of declarations) {
    const deadLetterQueue = redrive === undefined ? undefined : queues.get(redrive.deadLetterQueueId);
    if (redrive !== undefined && deadLetterQueue === undefined) {
      throw new Error(
        `queue ${id} redrives to ${redrive.deadLetterQueueId}, which is no dead-letter queue of this stack`,
      );
    }
    const policy = { deadLetterTargetArn: deadLetterQueue?.arn, maxReceiveCount: redrive?.maxReceiveCount };
    const created = await client.send(
      new CreateQueueCommand({
        QueueName: name,
        Attributes: { ...attributes, ...(redrive === undefined ? {} : { RedrivePolicy: JSON.stringify(policy) }) },
      }),
    );
    const url = created.QueueUrl ?? '';
    const found = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
    queues.set(id, { name, url, arn: found.Attributes?.['QueueArn'] ?? '' });
  }
  return queues;
}
