import { readFileSync } from 'node:fs';
import { Token } from 'cdktf';

/** Reads Jsonnet from where Ory's configuration says it is; a text without a scheme is the Jsonnet itself. */
export function readJsonnet(source: string, prop: 'body' | 'response', provider: string): string {
  const fail = (problem: string): never => {
    throw new Error(`provider ${provider}: the ${prop} ${problem}`);
  };
  if (Token.isUnresolved(source))
    return fail('is a Terraform token, whose text is not known at synth: give the Jsonnet itself, or file://');
  if (source.startsWith('base64://')) return decode(source.slice('base64://'.length), fail);
  if (source.startsWith('file://')) return read(source.slice('file://'.length), fail);
  if (/^https?:\/\//.test(source))
    return fail(`is at ${source}: download it and use file://, so that a deploy does not depend on another server`);
  if (/^[\w./-]+\.(jsonnet|libsonnet)$/.test(source)) return fail(`is the path ${source}: write file://${source}`);
  return source;
}

/** As Go's base64.StdEncoding: standard alphabet, padding required, line breaks ignored. */
function decode(text: string, fail: (problem: string) => never): string {
  const stripped = text.replace(/[\r\n]/g, '');
  if (stripped.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(stripped)) {
    return fail(`is not standard base64 with padding (${stripped.length} characters after base64://)`);
  }
  return Buffer.from(stripped, 'base64').toString('utf8');
}

function read(path: string, fail: (problem: string) => never): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return fail(`is in ${path}, which cannot be read from ${process.cwd()}: ${(error as NodeJS.ErrnoException).code}`);
  }
}
