/** Builds everything that the package ships: the construct for cdktf and for cdktn, the function's files, the command and the client. */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCli } from './build-cli.mjs';
import { buildClient } from './build-client.mjs';
import { buildFunction } from './build-function.mjs';
import { buildLibrary } from './build-library.mjs';
import { buildLocal } from './build-local.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const tsc = (args) =>
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });

await Promise.all([
  buildFunction(root, join(root, 'dist/function')),
  buildCli(root, join(root, 'dist/cli')),
  buildLocal(root, join(root, 'dist/local')),
  buildLibrary(root, tsc),
  buildClient(root, tsc),
]);
