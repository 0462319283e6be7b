import { Token } from 'cdktf';
import { readSource } from '../../source';

/** Reads Jsonnet from where Ory's configuration says it is; a text without a scheme is the Jsonnet itself. */
export function readJsonnet(source: string, prop: 'body' | 'response', provider: string): string {
  const fail = (problem: string): never => {
    throw new Error(`provider ${provider}: the ${prop} ${problem}`);
  };
  if (Token.isUnresolved(source))
    return fail('is a Terraform token, whose text is not known at synth: give the Jsonnet itself, or file://');
  if (/^[\w./-]+\.(jsonnet|libsonnet)$/.test(source)) return fail(`is the path ${source}: write file://${source}`);
  return readSource(source, fail);
}
