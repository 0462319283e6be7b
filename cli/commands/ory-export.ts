import { resolve } from 'node:path';
import type { Command } from 'commander';
import { BadInput } from '../bad-input';
import { exportCourier, exportInto, ingressEndpoint, KEY_PLACEHOLDER, type OryExport } from '../ory/export-ory';
import { nameOf, orExit, readOryFile, writeOut } from '../ory/file';

interface Options {
  readonly url: string;
  readonly source: string;
  readonly auth: string;
  readonly user: string;
  readonly config?: string;
  readonly out?: string;
}

export function addOryExport(ory: Command): void {
  ory
    .command('export')
    .description(
      "Print the `courier` that makes Ory send its SMS through this courier's ingress, and how to bring it to Ory.",
    )
    .requiredOption('--url <ingressUrl>', "the courier's `ingressUrl`; its path is added")
    .option('--source <id>', "the `id` of the ingress's source, which is the path", 'ory')
    .option('--auth <type>', "how Ory authenticates, as the courier's `ingress` says: api_key or basic_auth", 'api_key')
    .option('--user <name>', 'the user of basic_auth', 'ory')
    .option('--config <file>', 'your Ory identity configuration, to be written whole with its SMS channel replaced')
    .option(
      '--out <file>',
      'where it is written; needed with --config, which may hold credentials that no terminal should show',
    )
    .addHelpText(
      'after',
      '\nThe `courier` goes to standard output or to --out, the way to Ory to standard error.\n\nExample:\n  sms-courier ory export --url https://abc123.execute-api.eu-central-1.amazonaws.com \\\n    --config identity-config.yaml --out updated_config.yaml\n\nExit code: 0 written, 1 the configuration cannot be used, 2 bad input',
    )
    .action((options: Options) => orExit(() => exportTo(options)));
}

function exportTo(options: Options): void {
  const target = readTarget(options);
  const { config, out } = options;
  if (config !== undefined && out === undefined) {
    throw new BadInput('--config needs --out: the configuration is written whole, and may hold credentials');
  }
  if (config !== undefined && out !== undefined && resolve(config) === resolve(out)) {
    throw new BadInput(`--out ${out} is the configuration itself: name another file`);
  }
  const text = config === undefined ? exportCourier(target) : exportInto(readOryFile(config), nameOf(config), target);
  // only its owner may read what holds credentials
  writeOut(text, out, 0o600);
  process.stderr.write(instructions(target, config !== undefined, out));
}

function readTarget({ url, source, auth, user }: Options): OryExport {
  if (auth !== 'api_key' && auth !== 'basic_auth') {
    throw new BadInput(`--auth is "${auth}": use api_key or basic_auth`);
  }
  if (!/^[^:]{1,128}$/.test(user)) {
    throw new BadInput(`--user is "${user}": use 1 to 128 characters, none of them a colon`);
  }
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(source)) {
    throw new BadInput(`--source is "${source}": use 1 to 32 lower-case letters, digits and hyphens, as its id has`);
  }
  try {
    return { url: ingressEndpoint(url, source), auth: auth === 'api_key' ? { type: auth } : { type: auth, user } };
  } catch (error) {
    throw new BadInput(`--url ${(error as Error).message}`);
  }
}

/** https://www.ory.com/docs/kratos/emails-sms/sending-sms */
function instructions({ auth }: OryExport, isWhole: boolean, out = 'updated_config.yaml'): string {
  const key = auth.type === 'api_key' ? 'API key' : 'password';
  const merge = isWhole
    ? `${out} is your configuration with the SMS channel replaced.`
    : `Copy it to ${out}, and put the channel above in the place of its courier.channels.`;
  return `
Where ${KEY_PLACEHOLDER} stands belongs the ${key} of the courier's ingress, the value of the secret that its props name: Ory
fills in no placeholders. Put it there last, and keep the file out of version control.

With the Ory CLI:

  ory list workspaces
  ory list projects --workspace <workspace-id>
  ory get identity-config --project <project-id> --workspace <workspace-id> --format yaml > identity-config.yaml
  # ${merge}
  ory update identity-config --project <project-id> --workspace <workspace-id> --file ${out}

In the Ory Console: Authentication, SMS Configuration. Enter the channel's url, method, headers, body and auth; the body
decodes to function(ctx) ctx.
`;
}
