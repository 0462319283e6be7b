/** The construct, compiled once against cdktf and rewritten for its successor cdktn. */
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export async function buildLibrary(root, tsc) {
  const cdktf = join(root, 'dist/cdktf');
  const cdktn = join(root, 'dist/cdktn');
  for (const directory of [cdktf, cdktn]) rmSync(directory, { recursive: true, force: true });
  tsc(['--project', 'tsconfig.build.json']);
  copyProviderFiles(join(root, 'lib/providers'), join(cdktf, 'lib/providers'));
  cpSync(cdktf, cdktn, { recursive: true });
  for (const file of filesUnder(cdktn).filter((name) => /\.(js|d\.ts)$/.test(name))) {
    writeFileSync(file, retarget(readFileSync(file, 'utf8')));
  }
}

/** Import specifiers of cdktf and its provider bindings become those of cdktn; the two have the same paths and names. */
function retarget(code) {
  return code
    .replace(/(["'])cdktf\1/g, '$1cdktn$1')
    .replace(/(["'])cdktf\//g, '$1cdktn/')
    .replace(/(["'])@cdktf\/provider-aws/g, '$1@cdktn/provider-aws');
}

/** What the providers have to read from beside the code. */
export function copyProviderFiles(providers, directory) {
  for (const file of filesUnder(providers).filter((name) => /\.jsonnet$|\/accepted\.json$/.test(name))) {
    cpSync(file, join(directory, relative(providers, file)));
  }
}

function filesUnder(directory) {
  return readdirSync(directory, { recursive: true })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile());
}
