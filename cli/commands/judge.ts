import type { Command } from 'commander';
import { BadInput } from '../bad-input';
import { EXIT } from '../exit-code';
import { readConfig, readHeaders, readText } from '../input';
import { judge } from '../judge';
import { printJson } from '../print';

export function addJudge(program: Command): void {
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
      const config = options.config === undefined ? undefined : readConfig(options.config);
      const outcome = await judge(config, options.provider, response);
      printJson(outcome);
      if (outcome.outcome !== 'accepted') process.exitCode = EXIT.negative;
    });
}

function readStatus(text: string): number {
  if (!/^[1-5]\d\d$/.test(text)) throw new BadInput(`--status is "${text}": give an HTTP status from 100 to 599`);
  return Number(text);
}
