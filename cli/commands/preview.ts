import type { Command } from 'commander';
import { readConfig, readJson } from '../input';
import { preview } from '../preview';
import { printJson } from '../print';

export function addPreview(program: Command): void {
  program
    .command('preview')
    .description('Print the request that a message becomes, with secrets shown as {$NAME}.')
    .requiredOption(
      '--config <file>',
      "courier.json, as `courier.toCourierJson()` gives it or the function's zip holds it",
    )
    .requiredOption('--message <file>', 'the message, JSON; - for standard input')
    .option('--provider <id>', 'the provider to ask (default: the first)')
    .addHelpText(
      'after',
      '\nExample:\n  sms-courier preview --config courier.json --message message.json\n\nExit code: 0 the request, 1 the message would not be sent, 2 bad input',
    )
    .action(async (options: { config: string; message: string; provider?: string }) => {
      printJson(await preview(readConfig(options.config), readJson('message', options.message), options.provider));
    });
}
