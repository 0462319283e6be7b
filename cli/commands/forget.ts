import type { Command } from 'commander';
import { SmsCourierClient } from '../../client';
import { connectToAws } from '../aws';
import { printJson } from '../print';

interface Options {
  readonly function: string;
  readonly to: string;
  readonly json?: true;
}

export function addForget(program: Command): void {
  program
    .command('forget')
    .description(
      "Remove what leads from a courier's ledger to a phone number. What its logs say of it are a country and two digits; dead letters are another store: see docs/privacy.md.",
    )
    .requiredOption('--to <number>', 'the recipient, in E.164 form')
    .requiredOption('--function <name>', "the deployed courier's function, by name or ARN")
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      '\nExample:\n  sms-courier forget --to +4917667111638 --function backend-sms\n\nExit code: 0 done, 2 bad input, or AWS refuses',
    )
    .action(async (options: Options) => {
      const { lambda } = await connectToAws();
      const answer = await new SmsCourierClient({ functionName: options.function, lambda }).forget(options.to);
      if (options.json) {
        printJson(answer);
        return;
      }
      process.stdout.write(`${answer.forgotten} forgotten\n`);
      if (answer.under_way > 0)
        process.stdout.write(`${answer.under_way} under way still: run it again when they are through\n`);
    });
}
