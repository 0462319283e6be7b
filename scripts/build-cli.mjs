/** The `sms-courier` command, with all that it needs: installing the package installs nothing else for it. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS, writeNotices } from './build-function.mjs';
import { copyProviderFiles } from './build-library.mjs';

export async function buildCli(root, directory) {
  const options = { ...BUNDLE_OPTIONS, absWorkingDir: root, outdir: directory };
  const [command, clients] = await Promise.all([
    build({
      ...options,
      entryPoints: { 'sms-courier': 'cli/main.ts' },
      external: ['./aws-clients.js', '../local/dev.js', '@aws-sdk/client-lambda', '@aws-sdk/client-sqs'],
      // what the command knows of providers asks whether a prop is a token, and here is no stack that could have made one
      alias: { cdktf: './cli/no-tokens.ts' },
    }),
    // on its own, because most commands ask nothing of AWS and need not wait until it is read
    build({ ...options, entryPoints: { 'aws-clients': 'cli/aws-clients.ts' } }),
  ]);
  copyProviderFiles(join(root, 'lib/providers'), directory);
  chmodSync(join(directory, 'sms-courier.js'), 0o755);
  writeNotices(root, directory, { inputs: { ...command.metafile.inputs, ...clients.metafile.inputs } });
}
