/** The files of the function's zip, but for courier.json, and the checker that `lib` runs at synth. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { hardenWasm } from './harden-wasm.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { preinitializeWasm } from './preinitialize-wasm.mjs';

const require = createRequire(import.meta.url);

/** How code for Lambda is bundled; the benchmark bundles its peers in the same way. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // the SDK's ES modules can be tree-shaken, its CommonJS cannot
  mainFields: ['module', 'main'],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

export async function buildFunction(root, directory) {
  mkdirSync(directory, { recursive: true });
  const engine = join(dirname(require.resolve('@arakoodev/jsonnet')), 'jsonnet_wasm_bg.wasm');
  writeFileSync(join(directory, 'jsonnet.wasm'), preinitializeWasm(hardenWasm(readFileSync(engine))));
  const { metafile } = await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: root,
    entryPoints: {
      index: 'lambda/index.ts',
      courier: 'lambda/start/courier.ts',
      // on its own, because a worker that loads all of index.js starts later
      'jsonnet-worker': 'lambda/jsonnet/worker/thread.ts',
      // on its own, because most couriers render nothing
      templates: 'lambda/template/templates.ts',
      // each on its own, because few couriers send by them
      sns: 'lambda/aws/sns.ts',
      'sms-voice': 'lambda/aws/sms-voice.ts',
      // on its own, for couriers that Cognito hands codes to
      cognito: 'lambda/cognito/open-code.ts',
      // on its own, because no message waits for it
      'dead-letters': 'lambda/dead-letters/index.ts',
      ingress: 'lambda/ingress/index.ts',
      check: 'lambda/check/index.ts',
    },
    outdir: directory,
    // index.js requires the first when it has started the worker, and that requires the others when there is something for them to do
    external: ['./courier.js', './templates.js', './sns.js', './sms-voice.js', './cognito.js', './dead-letters.js'],
    alias: { '@aws-sdk/credential-provider-node': './lambda/aws/environment-credentials.ts' },
  });
  writeNotices(root, directory, metafile);
}

/** Beside a bundle: the notices that what is in it asks for. */
export function writeNotices(root, directory, metafile) {
  writeFileSync(join(directory, 'THIRD_PARTY_NOTICES.txt'), thirdPartyNotices(root, Object.keys(metafile.inputs)));
}
