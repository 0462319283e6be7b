#!/usr/bin/env node
import { Command } from 'commander';
import { TemplateError } from '../lambda/template/error';
import { BadInput } from './bad-input';
import { readConfig, readHeaders, readJson, readText } from './input';
import { judge } from './judge';
import { addOry } from './ory';
import { preview, WouldNotBeSent } from './preview';
import { listProviders, providerTable } from './providers';
import { render } from './render';

/** Exit codes: https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html reserves 2 for wrong use. */
const NEGATIVE = 1;
const BAD_INPUT = 2;

const program = new Command('sms-courier')
  .description('Tells what a courier does with a message, without sending one.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : BAD_INPUT));

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
    print(await preview(readConfig(options.config), readJson('message', options.message), options.provider));
  });

program
  .command('judge')
  .description("Print the outcome that a provider's response comes to.")
  .option('--config <file>', 'courier.json; without it a service that `sms-courier providers` lists judges')
  .requiredOption('--provider <id>', 'the provider whose response rule judges')
  .requiredOption('--status <code>', 'HTTP status of the response')
  .option('--headers <file>', 'headers of the response, a JSON object or lines of "Name: value"')
  .requiredOption('--body <file>', 'body of the response; - for standard input')
  .addHelpText(
    'after',
    '\nExample:\n  sms-courier judge --config courier.json --provider twilio --status 429 --body response.json\n\nExit code: 0 accepted, 1 any other outcome, 2 bad input',
  )
  .action(async (options: { config?: string; provider: string; status: string; headers?: string; body: string }) => {
    const headers = options.headers === undefined ? {} : readHeaders(options.headers);
    const response = { status: readStatus(options.status), headers, body: readText('body', options.body) };
    const outcome = await judge(
      options.config === undefined ? undefined : readConfig(options.config),
      options.provider,
      response,
    );
    print(outcome);
    if (outcome.outcome !== 'accepted') process.exitCode = NEGATIVE;
  });

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

program
  .command('providers')
  .description('List the services that SmsProvider has a factory for, and the props that each must be given.')
  .option('--json', 'print JSON')
  .addHelpText('after', '\nExample:\n  sms-courier providers')
  .action((options: { json?: true }) => {
    const providers = listProviders();
    if (options.json) print(providers);
    else process.stdout.write(providerTable(providers));
  });

addOry(program);

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function readStatus(text: string): number {
  if (!/^[1-5]\d\d$/.test(text)) throw new BadInput(`--status is "${text}": give an HTTP status from 100 to 599`);
  return Number(text);
}

program.parseAsync().catch((error: unknown) => {
  // a template's error reads as Go's does
  const prefix = error instanceof TemplateError ? '' : 'sms-courier: ';
  process.stderr.write(`${prefix}${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof WouldNotBeSent ? NEGATIVE : BAD_INPUT;
});
