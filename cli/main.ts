#!/usr/bin/env node
import { Command } from 'commander';
import { TemplateError } from '../lambda/template/error';
import { version } from '../package.json';
import { addCheck } from './commands/check';
import { addDeadLetters } from './commands/dead-letters';
import { addDev } from './commands/dev';
import { addForget } from './commands/forget';
import { addJudge } from './commands/judge';
import { addOry } from './commands/ory';
import { addPreview } from './commands/preview';
import { addProvider } from './commands/provider';
import { addProviders } from './commands/providers';
import { addRender } from './commands/render';
import { addSecrets } from './commands/secrets';
import { addSend } from './commands/send';
import { addStatus } from './commands/status';
import { addWait } from './commands/wait';
import { EXIT } from './exit-code';
import { WouldNotBeSent } from './preview';

const program = new Command('sms-courier')
  .description(
    'Runs a courier on this machine, tells what one does with a message, and what became of those that it was given.',
  )
  .addHelpText('after', '\nBegin on this machine, without an account:\n  cdktf synth && sms-courier dev')
  .version(version, '-V, --version', 'print the version')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT.badInput));

addPreview(program);
addJudge(program);
addRender(program);
addProviders(program);
addProvider(program);
addOry(program);
addStatus(program);
addDeadLetters(program);
addDev(program);
addSend(program);
addWait(program);
addCheck(program);
addForget(program);
addSecrets(program);

program.parseAsync().catch((error: unknown) => {
  // a template's error reads as Go's does
  const prefix = error instanceof TemplateError ? '' : 'sms-courier: ';
  process.stderr.write(`${prefix}${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof WouldNotBeSent ? EXIT.negative : EXIT.badInput;
});
