import type { Command } from 'commander';
import type { Story } from '../../local/inbox/api';
import { BadInput } from '../bad-input';
import { EXIT } from '../exit-code';
import { INBOX_URL, Inbox, readWait } from '../inbox';
import { readText } from '../input';
import { printJson } from '../print';
import { printable } from '../printable';

interface Options {
  readonly to: string;
  readonly template?: string;
  readonly data?: string;
  readonly body?: string;
  readonly provider?: string;
  readonly id?: string;
  readonly wait?: string | true;
  readonly inbox: string;
  readonly json?: true;
}

const DEFAULT_WAIT = '30s';

export function addSend(program: Command): void {
  program
    .command('send')
    .description('Hand a message to the courier that `sms-courier dev` runs.')
    .requiredOption('--to <number>', 'the recipient')
    .option('--template <type>', "the template type, Ory's or the courier's own")
    .option('--data <json>', "the template's data: JSON, or @file, or @- for standard input")
    .option('--body <text>', 'the text, in place of a template or for when it fails')
    .option('--provider <id>', 'this provider only')
    .option('--id <id>', 'the same id is the same message, and is sent once')
    .option('--wait [time]', `until it has arrived, or can no longer (default: ${DEFAULT_WAIT})`)
    .option('--inbox <url>', 'where the inbox is', INBOX_URL)
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      '\nExamples:\n  sms-courier send --to +4915112345678 --body "Hello"\n  sms-courier send --to +4915112345678 --template login_code_valid \\\n    --data \'{"login_code":"428193","expires_in_minutes":10}\' --wait\n\nExit code: 0 handed over (with --wait: arrived), 1 it has not arrived, 2 bad input',
    )
    .action(run);
}

async function run({ to, template, data, body, provider, id, wait, inbox: url, json }: Options): Promise<void> {
  if (template === undefined && body === undefined) throw new BadInput('give --template, --body, or both');
  if (data !== undefined && template === undefined) throw new BadInput('--data goes with --template');
  const inbox = new Inbox(url);
  const milliseconds = wait === undefined ? undefined : readWait('--wait', wait === true ? DEFAULT_WAIT : wait);
  const sent = await inbox.send({
    recipient: to,
    ...(template === undefined ? {} : { template_type: template, template_data: readData(data ?? '{}') }),
    ...(body === undefined ? {} : { body }),
    ...(provider === undefined ? {} : { provider }),
    ...(id === undefined ? {} : { id }),
  });
  if (milliseconds === undefined) {
    if (json) printJson({ id: sent });
    else process.stdout.write(`${sent}\n`);
    return;
  }
  tell(await inbox.watch(sent, milliseconds), json);
}

function tell(story: Story, json: true | undefined): void {
  const { id, arrived_at, state, outcome, detail, provider, text } = story;
  if (arrived_at === null) process.exitCode = EXIT.negative;
  if (json) printJson(story);
  else if (arrived_at === null) {
    const reasons = [state, outcome, detail].filter((reason) => reason !== null);
    process.stderr.write(`${id} has not arrived: ${printable(reasons.join(': '), 300)}\n`);
  } else process.stdout.write(`arrived by ${provider}: ${printable(text, 500)}\n`);
}

function readData(data: string): unknown {
  const text = data.startsWith('@') ? readText('data', data.slice(1)) : data;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInput(`--data is not JSON: ${(error as Error).message}`);
  }
}
