import { ENV } from '../../lambda/config';
import type { Aws } from '../aws';
import { BadInput } from '../bad-input';

export interface QueueOptions {
  readonly function?: string;
  readonly queueUrl?: string;
  readonly targetUrl?: string;
}

export interface Queues {
  readonly deadLetters: string;
  /** The courier's own queue. */
  readonly target: string;
}

/** Where the dead letters are and where they are replayed to: told, or asked of the courier's function. */
export async function findQueues(options: QueueOptions, aws: Aws): Promise<Queues> {
  const { queueUrl, targetUrl } = options;
  if (options.function === undefined) return { deadLetters: queueUrl ?? '', target: targetUrl ?? '' };
  const variables = await aws.variables(options.function);
  const read = (name: string) => {
    const value = variables[name];
    if (value === undefined)
      throw new BadInput(`--function ${options.function} is no courier's: it has no environment variable ${name}`);
    return value;
  };
  return { deadLetters: read(ENV.deadLetterQueueUrl), target: read(ENV.queueUrl) };
}

/** @throws {BadInput} unless the queues are told in one way, and told in full */
export function checkQueueOptions(options: QueueOptions, needsTarget: boolean): void {
  const { queueUrl, targetUrl } = options;
  if ((options.function === undefined) === (queueUrl === undefined))
    throw new BadInput('give either --function, the courier, or --queue-url, its dead-letter queue');
  if (options.function !== undefined && targetUrl !== undefined)
    throw new BadInput('--target-url goes with --queue-url: the function knows its queue');
  if (needsTarget && queueUrl !== undefined && targetUrl === undefined)
    throw new BadInput("--queue-url needs --target-url, the URL of the courier's queue, to replay to");
}
