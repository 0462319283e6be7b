import type { Command } from 'commander';
import { printJson } from '../print';
import { listProviders, providerTable } from '../providers';

export function addProviders(program: Command): void {
  program
    .command('providers')
    .description('List the services that SmsProvider has a factory for, and the props that each must be given.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  sms-courier providers')
    .action((options: { json?: true }) => {
      const providers = listProviders();
      if (options.json) printJson(providers);
      else process.stdout.write(providerTable(providers));
    });
}
