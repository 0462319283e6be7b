import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { QueueAddress, QueueDeclaration } from './stack';

/** What an AWS client needs on this machine. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The process that holds the queues. */
export interface QueueProcess {
  readonly pid: number;
  /** SQS's endpoint, such as `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  /** Fulfilled with the reason when the process ends, be it asked to or not. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export async function startQueueProcess(region: string): Promise<QueueProcess> {
  const child = fork(join(__dirname, 'queue-process.mts'), [region], {
    // By URL, for the name alone would be looked up from the current folder.
    execArgv: ['--import', pathToFileURL(require.resolve('tsx')).href],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => `ended (${signal ?? `exit status ${code}`})`);
  const port = await Promise.race([firstPort(child), ended]);
  if (typeof port !== 'number' || child.pid === undefined)
    throw new Error(`the queue process did not start: it ${port}`);
  return {
    pid: child.pid,
    endpoint: `http://127.0.0.1:${port}`,
    ended,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function firstPort(child: ChildProcess): Promise<number> {
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return message.port;
}

export function queueClient(endpoint: string, region: string): SQSClient {
  return new SQSClient({ endpoint, region, credentials: CREDENTIALS });
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
