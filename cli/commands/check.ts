import type { Command } from 'commander';
import { type CheckReport, check } from '../check';
import { EXIT } from '../exit-code';
import { readConfig } from '../input';
import { printJson } from '../print';
import { table } from '../table';

export function addCheck(program: Command): void {
  program
    .command('check')
    .description("Try a configuration out on a message of each of Ory's template types.")
    .requiredOption(
      '--config <file>',
      "courier.json, as `courier.toCourierJson()` gives it or the function's zip holds it; - for standard input",
    )
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      "\nSchema, countries, templates, Jsonnet, hosts, senders and response rules are checked as a synth checks them; then each provider's request is\nbuilt for each type, and its text is counted.\n\nExample:\n  sms-courier check --config courier.json\n\nExit code: 0 no error, 1 errors, 2 bad input",
    )
    .action(async ({ config, json }: { config: string; json?: true }) => {
      const report = await check(readConfig(config));
      if (json) printJson(report);
      else process.stdout.write(`${describe(report)}\n`);
      if (report.errors.length > 0) process.exitCode = EXIT.negative;
    });
}

function describe({ messages, secrets, errors, warnings }: CheckReport): string {
  const providers = Object.keys(messages[0]?.providers ?? {});
  const parts = [
    table(
      ['TEMPLATE TYPE', 'ENCODING', 'SEGMENTS', ...providers],
      messages.map(({ template_type, encoding, segments, providers: answers }) => [
        template_type,
        encoding ?? undefined,
        segments === null ? undefined : String(segments),
        ...providers.map((id) => answers[id]),
      ]),
    ),
    ...(secrets.length === 0
      ? []
      : [
          table(
            ['PROVIDER', 'SECRET', 'STORE', 'STORED AS'],
            secrets.map(({ provider, name, source, stored_as }) => [provider, name, source, stored_as]),
          ),
        ]),
    [
      ...errors.map((text) => `error: ${text}`),
      ...warnings.map((text) => `warning: ${text}`),
      `${count(errors.length, 'error')}, ${count(warnings.length, 'warning')}`,
    ].join('\n'),
  ];
  return parts.join('\n\n');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
