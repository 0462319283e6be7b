import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { importOry, remoteSources } from '../../lib/ory/import-ory';
import { BadInput } from '../bad-input';
import { describeReport, describeSecrets } from '../ory/describe-report';
import { download } from '../ory/download';
import { nameOf, orExit, readOryFile, writeOut } from '../ory/file';
import { HEADER, writeTypeScript } from '../ory/typescript';

interface Options {
  readonly out?: string;
  readonly cdktn?: true;
  readonly download?: true;
}

export function addOryImport(ory: Command): void {
  ory
    .command('import')
    .description(
      'Write the courier of an Ory identity configuration as TypeScript, and tell what became of each setting.',
    )
    .argument(
      '<file>',
      'what `ory get identity-config` prints, YAML or JSON, or a request_config alone; - for standard input',
    )
    .option('--out <file>', 'where the TypeScript goes (default: standard output)')
    .option('--cdktn', 'import from cdktf-sms-courier/cdktn')
    .option('--download', 'fetch the Jsonnet and the templates that the configuration names by https://')
    .addHelpText(
      'after',
      '\nThe report goes to standard error. No credential is printed: {$NAME} and an SSM parameter take its place.\n\nExample:\n  sms-courier ory import identity-config.yaml --out sms.ts\n\nExit code: 0 imported, 1 the configuration cannot be imported, 2 bad input',
    )
    .action((path: string, options: Options) => orExit(() => importFile(path, options)));
}

async function importFile(path: string, options: Options): Promise<void> {
  const input = {
    text: readOryFile(path),
    file: nameOf(path),
    folder: path === '-' ? process.cwd() : dirname(resolve(path)),
  };
  const downloaded = await download(options.download ? remoteSources(input) : []);
  const imported = importOry({ ...input, downloaded });
  const library = options.cdktn ? 'cdktf-sms-courier/cdktn' : 'cdktf-sms-courier';
  write(writeTypeScript(imported, { library }), options.out);
  process.stderr.write(describeReport(imported.report) + describeSecrets(imported.secrets));
}

function write(code: string, out: string | undefined): void {
  if (out !== undefined && existsSync(out) && !readFileSync(out, 'utf8').startsWith(HEADER)) {
    throw new BadInput(`--out ${out} is there and was not written by this command: name another file, or remove it`);
  }
  writeOut(code, out);
}
