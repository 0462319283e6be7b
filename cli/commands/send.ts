import type { Command } from 'commander';
import { BadInput } from '../bad-input';
import { EXIT } from '../exit-code';
import { INBOX_URL, Inbox } from '../inbox';
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
    .option('--wait [time]', 'until it has arrived (default: 30s)')
    .option('--inbox <url>', 'where the inbox is', INBOX_URL)
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      '\nExamples:\n  sms-courier send --to +4915112345678 --body "Hello"\n  sms-courier send --to +4915112345678 --template login_code_valid \\\n    --data \'{"login_code":"428193","expires_in_minutes":10}\' --wait\n\nExit code: 0 handed over (with --wait: arrived), 1 it has not arrived in time, 2 bad input',
    )
    .action(run);
}

async function run({ to, template, data, body, provider, id, wait, inbox: url, json }: Options): Promise<void> {
  if (template === undefined && body === undefined) throw new BadInput('give --template, --body, or both');
  if (data !== undefined && template === undefined) throw new BadInput('--data goes with --template');
  const inbox = new Inbox(url);
  const since = String(Date.now());
  const sent = await inbox.send({
    recipient: to,
    ...(template === undefined ? {} : { template_type: template, template_data: readData(data ?? '{}') }),
    ...(body === undefined ? {} : { body }),
    ...(provider === undefined ? {} : { provider }),
    ...(id === undefined ? {} : { id }),
  });
  if (wait === undefined) {
    if (json) printJson({ id: sent });
    else process.stdout.write(`${sent}\n`);
    return;
  }
  const arrived = await inbox.wait(to, { timeout: wait === true ? '30s' : wait, since });
  if (arrived === undefined) {
    process.exitCode = EXIT.negative;
    if (json) printJson({ id: sent });
    else process.stderr.write(`${sent} has not arrived\n`);
  } else if (json) printJson(arrived);
  else process.stdout.write(`arrived by ${arrived.provider}: ${printable(arrived.text, 500)}\n`);
}

function readData(data: string): unknown {
  const text = data.startsWith('@') ? readText('data', data.slice(1)) : data;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInput(`--data is not JSON: ${(error as Error).message}`);
  }
}
