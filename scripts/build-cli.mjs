/** The `sms-courier` command, with all that it needs in one file: installing the package installs nothing else for it. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS, writeNotices } from './build-function.mjs';

export async function buildCli(root, directory) {
  const outfile = join(directory, 'sms-courier.js');
  const { metafile } = await build({ ...BUNDLE_OPTIONS, absWorkingDir: root, entryPoints: ['cli/main.ts'], outfile });
  chmodSync(outfile, 0o755);
  writeNotices(root, directory, metafile);
}
