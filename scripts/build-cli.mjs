/** The `sms-courier` command, with all that it needs in one file: installing the package installs nothing else for it. */
import { chmodSync, cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS, writeNotices } from './build-function.mjs';

export async function buildCli(root, directory) {
  const outfile = join(directory, 'sms-courier.js');
  const { metafile } = await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: root,
    entryPoints: ['cli/main.ts'],
    outfile,
    // what the command knows of providers asks whether a prop is a token, and here is no stack that could have made one
    alias: { cdktf: './cli/no-tokens.ts' },
  });
  copyJsonnet(join(root, 'lib/providers'), directory);
  chmodSync(outfile, 0o755);
  writeNotices(root, directory, metafile);
}

/** The providers' Jsonnet, which is read from beside the code. */
function copyJsonnet(providers, directory) {
  for (const name of readdirSync(providers, { recursive: true }).filter((each) => each.endsWith('.jsonnet'))) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    cpSync(join(providers, name), join(directory, name));
  }
}
