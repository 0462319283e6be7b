import type { Command } from 'commander';
import { readJson, readText } from '../input';
import { render } from '../render';

export function addRender(program: Command): void {
  program
    .command('render')
    .description('Print the text of a Go template, as the courier and Ory render it.')
    .requiredOption('--template <file>', 'the template; - for standard input')
    .requiredOption('--data <file>', 'what the template reads, JSON; with --ory template_data or a whole message')
    .option(
      '--ory [type]',
      "give the data Ory's names and types; the type is the message's own, or named, such as login_code",
    )
    .addHelpText(
      'after',
      '\nExample:\n  sms-courier render --template login.gotmpl --data message.json --ory\n\nExit code: 0 the text, 2 bad input or a template that fails',
    )
    .action((options: { template: string; data: string; ory?: string | true }) => {
      const source = readText('template', options.template);
      process.stdout.write(render(options.template, source, readJson('data', options.data), options.ory));
    });
}
