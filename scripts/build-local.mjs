/** The local courier: what `sms-courier dev` loads, the processes that it starts, and its page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { build as buildPage } from 'vite';
import { BUNDLE_OPTIONS, writeNotices } from './build-function.mjs';

/** dynalite names the files of its operations without their extension, and a bundle knows them by their whole names. */
const namedFiles = {
  name: 'dynalite',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]dynalite[\\/]index\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /require\('(\.\/(?:actions|validations)\/)' \+ action\)/g,
        "require('$1' + action + '.js')",
      ),
    })),
};

export async function buildLocal(root, directory) {
  const options = { ...BUNDLE_OPTIONS, absWorkingDir: root, outdir: directory };
  const [courier, processes] = await Promise.all([
    build({
      ...options,
      entryPoints: { dev: 'local/dev.ts' },
      // only an example of a clone is synthesized, and a clone has it
      external: ['tsx'],
      alias: {
        // what the package knows of providers asks whether a prop is a token, and here is no stack that could have made one
        cdktf: './cli/no-tokens.ts',
        '@aws-sdk/credential-provider-node': './lambda/aws/environment-credentials.ts',
      },
    }),
    build({
      ...options,
      entryPoints: {
        runtime: 'local/runtime.ts',
        'queue-process': 'local/queue-process.mts',
        'ledger-process': 'local/ledger-process.mts',
      },
      // the ledger lives in memory: dynalite's LevelDB would need a compiled file for each platform
      alias: { 'classic-level': 'memory-level' },
      plugins: [namedFiles],
    }),
    buildPage({ configFile: join(root, 'local/page/vite.config.mjs'), logLevel: 'warn' }),
  ]);
  writeNotices(root, directory, {
    inputs: { ...courier.metafile.inputs, ...processes.metafile.inputs, 'node_modules/preact/dist/preact.mjs': {} },
  });
}
