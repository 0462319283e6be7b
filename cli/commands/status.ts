import { type Command, InvalidArgumentError } from 'commander';
import { SmsCourierClient } from '../../client';
import type { MessageStatus, StatusQuery } from '../../lambda/contract';
import { connectToAws } from '../aws';
import { BadInput } from '../bad-input';
import { EXIT } from '../exit-code';
import { printJson } from '../print';
import { printable } from '../printable';
import { table } from '../table';

interface Options {
  readonly function: string;
  readonly to?: string;
  readonly since?: string;
  readonly limit?: number;
  readonly origin?: string;
  readonly json?: true;
}

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('Tell what became of a message, or of the latest to a phone number.')
    .argument('[id]', "the message's id, as the sender or the courier gave it")
    .requiredOption('--function <name>', "the deployed courier's function, by name or ARN")
    .option('--to <number>', 'in place of an id: the recipient, in E.164 form')
    .option('--since <time>', 'with --to: how far back, 90s, 15m, 1h, 7d or RFC 3339 (default: 24h)')
    .option('--limit <count>', 'with --to: so many messages at most, 1 to 100 (default: 20)', readLimit)
    .option('--origin <front door>', 'with an id: this front door only, such as invoke, queue or ory')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      '\nExamples:\n  sms-courier status 4f2c… --function backend-sms\n  sms-courier status --to +4917667111638 --since 1h --function backend-sms\n\nExit code: 0 something is known, 1 nothing is, 2 bad input, or AWS refuses',
    )
    .action(async (id: string | undefined, options: Options) => {
      const query = readQuery(id, options);
      const { lambda } = await connectToAws();
      const answer = await new SmsCourierClient({ functionName: options.function, lambda }).status(query);
      if (options.json) printJson(answer);
      else process.stdout.write(`${show(answer.messages, 'id' in query) || answer.detail}\n`);
      if (answer.messages.length === 0) process.exitCode = EXIT.negative;
    });
}

function readQuery(id: string | undefined, { to, since, limit, origin }: Options): StatusQuery {
  if ((id === undefined) === (to === undefined))
    throw new BadInput('give either the id of a message or --to a recipient');
  if (id !== undefined) {
    if (since !== undefined || limit !== undefined)
      throw new BadInput('--since and --limit go with --to: an id is one message');
    return { id, ...(origin === undefined ? {} : { origin }) };
  }
  if (origin !== undefined) throw new BadInput('--origin goes with an id');
  return {
    to: to as string,
    ...(since === undefined ? {} : { since }),
    ...(limit === undefined ? {} : { limit }),
  };
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  throw new InvalidArgumentError('give a whole number from 1 to 100');
}

/** One below the other with all that is known, or in lines of a table. */
function show(messages: readonly MessageStatus[], whole: boolean): string {
  if (messages.length === 0) return '';
  if (!whole)
    return table(
      ['CREATED', 'STATE', 'ID', 'TEMPLATE', 'PROVIDER', 'OUTCOME', 'CODE', 'ATTEMPTS', 'DETAIL'],
      messages.map((message) => [
        message.created_at,
        message.state,
        message.id,
        message.template_type,
        message.provider,
        message.outcome,
        message.code,
        String(message.attempts),
        message.detail,
      ]),
    );
  return messages
    .map((message) =>
      Object.entries(message)
        .map(([name, value]) => `${name.padEnd(20)}${printable(String(value), 500)}`)
        .join('\n'),
    )
    .join('\n\n');
}
