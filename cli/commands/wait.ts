import type { Command } from 'commander';
import { EXIT } from '../exit-code';
import { INBOX_URL, Inbox, readWait } from '../inbox';
import { printJson } from '../print';

interface Options {
  readonly to: string;
  readonly code?: true;
  readonly timeout: string;
  readonly since?: string;
  readonly inbox: string;
  readonly json?: true;
}

export function addWait(program: Command): void {
  program
    .command('wait')
    .description('Wait for a message in the inbox of `sms-courier dev`, and print its text or its code.')
    .requiredOption('--to <number>', 'the phone that it should arrive at')
    .option('--code', 'print the code only')
    .option('--timeout <time>', 'how long to wait, 500ms, 10s or 5m at most', '30s')
    .option('--since <time>', 'leave out what arrived before: RFC 3339, or milliseconds since the epoch')
    .option('--inbox <url>', 'where the inbox is', INBOX_URL)
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      '\nThe newest message counts, also one that has arrived already: use a number of its own for each test, or --since.\n\nExample:\n  code=$(sms-courier wait --to +4915112345678 --code)\n\nExit code: 0 it has arrived, 1 nothing has, or nothing with a code, 2 bad input',
    )
    .action(run);
}

async function run({ to, code, timeout, since, inbox, json }: Options): Promise<void> {
  readWait('--timeout', timeout);
  const message = await new Inbox(inbox).wait(to, { timeout, ...(since === undefined ? {} : { since }) });
  const shown = code ? message?.code : message?.text;
  if (shown == null) {
    process.exitCode = EXIT.negative;
    process.stderr.write(message === undefined ? `nothing has arrived in ${timeout}\n` : 'the message holds no code\n');
  } else if (json) printJson(message);
  else process.stdout.write(`${shown.trimEnd()}\n`);
}
