import { Token } from 'cdktf';

/** Terraform tokens that have come into what is baked into the zip, each by its path: nobody would fill them in there. */
export function bakedTokens(value: unknown, path = ''): string[] {
  if (Token.isUnresolved(value))
    return [`${path} is a Terraform token: give the value itself, since it is baked in at synth`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    bakedTokens(each, Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`),
  );
}
