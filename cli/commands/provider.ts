import type { Command } from 'commander';
import { nextSteps, writeProvider } from '../provider-new';

export function addProvider(program: Command): void {
  program
    .command('provider')
    .description('Work on the services that SmsProvider has a factory for, in a checkout of cdktf-sms-courier.')
    .command('new')
    .argument('<id>', "the service's name in lower case, such as acme or acme-sms")
    .description(
      'Write the folder of a new service: props, Jsonnet, emulator and fixtures that pass the tests as they stand.',
    )
    .addHelpText('after', '\nExample:\n  sms-courier provider new acme\n\nExit code: 0 written, 2 bad input')
    .action((id: string) => {
      const files = writeProvider(id, process.cwd());
      process.stdout.write(`${files.map((file) => `wrote ${file}\n`).join('')}\n${nextSteps(id)}`);
    });
}
