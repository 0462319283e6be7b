import { readFileSync } from 'node:fs';
import { Token } from 'cdktf';

/** A provider's Jsonnet, `function(settings) function(ctx) …`, with the settings of this courier filled in. */
export function bakeJsonnet(file: string, settings: Readonly<Record<string, string | undefined>>): string {
  for (const [name, value] of Object.entries(settings)) {
    if (Token.isUnresolved(value)) {
      throw new Error(
        `${name} is a Terraform token, whose value is not known at synth and cannot be put into the request's body: give the value itself`,
      );
    }
  }
  return `(${readFileSync(file, 'utf8')})(${JSON.stringify(settings)})`;
}
