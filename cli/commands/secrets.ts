import type { Command } from 'commander';
import { type SecretStatus, SmsCourierClient } from '../../client';
import { connectToAws } from '../aws';
import { BadInput } from '../bad-input';
import { EXIT } from '../exit-code';
import { printJson } from '../print';
import { findSecret } from '../secrets/find-secret';
import { readSecret } from '../secrets/read-secret';
import { table } from '../table';

interface CheckOptions {
  readonly function: string;
  readonly json?: true;
}

interface PutOptions {
  readonly function: string;
  readonly provider?: string;
  readonly keyId?: string;
}

const FUNCTION = [
  '--function <name>',
  "the deployed courier's function, or its ingress's for the keys of senders, by name or ARN",
] as const;

const EXAMPLES = `
Examples:
  sms-courier secrets check --function backend-sms
  sms-courier secrets put AUTH_TOKEN --function backend-sms < token.txt
  sms-courier secrets put /sms/twilio/auth_token --function backend-sms
  sms-courier secrets put API_KEY --function backend-sms-ingress < key.txt

Exit code: 0 done, 1 a secret has no value, 2 bad input, or AWS refuses`;

export function addSecrets(program: Command): void {
  const group = program
    .command('secrets')
    .description('Give a courier the values of its secrets, and find out which it lacks.')
    .addHelpText('after', EXAMPLES);
  group
    .command('put')
    .description(
      'Store a value, read from standard input or asked for at the terminal, as a SecureString of Parameter Store. It is never shown, nor is it part of the command line.',
    )
    .argument('<secret>', "its name, such as AUTH_TOKEN, as check shows it, or the parameter's own")
    .requiredOption(...FUNCTION)
    .option('--provider <id>', 'whose secret it is, where several providers or sources have one of that name')
    .option(
      '--key-id <key>',
      "the KMS key to encrypt it with, by id, ARN or alias (default: the account's alias/aws/ssm)",
    )
    .addHelpText('after', EXAMPLES)
    .action(put);
  group
    .command('check')
    .description(
      'Tell which secrets a courier or its ingress reads, whether it can, and when they were changed; no value is shown.',
    )
    .requiredOption(...FUNCTION)
    .option('--json', 'for programs')
    .addHelpText('after', EXAMPLES)
    .action(check);
}

async function put(name: string, options: PutOptions): Promise<void> {
  const aws = await connectToAws();
  const { secrets } = await new SmsCourierClient({ functionName: options.function, lambda: aws.lambda }).secrets();
  const { parameter } = findSecret(name, options.provider, secrets);
  const value = await readSecret(`Value of ${parameter}: `);
  const version = await aws.putParameter(parameter, value, options.keyId);
  process.stdout.write(
    `${parameter} has version ${version} now; the courier reads it within five minutes, or at once where the old one is refused, or a sender comes with the new one\n`,
  );
}

async function check(options: CheckOptions): Promise<void> {
  const aws = await connectToAws();
  const { secrets } = await new SmsCourierClient({ functionName: options.function, lambda: aws.lambda }).secrets();
  if (secrets.length === 0) throw new BadInput(`${options.function} reads no secrets`);
  const parameters = secrets.filter(({ source }) => source === 'ssm').map(({ parameter }) => parameter);
  const changes = await aws.parameterChanges([...new Set(parameters)]);
  const changed = (secret: SecretStatus) => changes.get(secret.parameter)?.toISOString();
  if (options.json) printJson(secrets.map((secret) => ({ ...secret, changed_at: changed(secret) })));
  else process.stdout.write(`${show(secrets, changed)}\n`);
  if (secrets.some(({ readable }) => !readable)) process.exitCode = EXIT.negative;
}

function show(secrets: readonly SecretStatus[], changed: (secret: SecretStatus) => string | undefined): string {
  return table(
    ['PROVIDER', 'NAME', 'VALUE', 'CHANGED', 'KEPT IN'],
    secrets.map((secret) => [
      secret.provider,
      secret.name,
      secret.readable ? 'readable' : 'MISSING',
      changed(secret),
      secret.field === undefined ? secret.parameter : `${secret.parameter}, field ${secret.field}`,
    ]),
  );
}
