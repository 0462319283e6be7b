import { Token } from 'cdktf';
import { readProviderFile } from './provider-file';

/** What a provider's Jsonnet is told of its props; undefined ones are left out. */
export interface Settings {
  readonly [name: string]: string | number | boolean | undefined | Readonly<Record<string, string>>;
}

/** A provider's request.jsonnet, `function(settings) function(ctx) …`, with the settings of this courier filled in. */
export function bakeRequest(id: string, settings: Settings): string {
  for (const [name, value] of Object.entries(settings)) {
    if (Token.isUnresolved(value) || (typeof value === 'object' && Object.values(value).some(Token.isUnresolved))) {
      throw new Error(
        `${name} is a Terraform token, whose value is not known at synth and cannot be put into the request's body: give the value itself`,
      );
    }
  }
  return `(${readProviderFile(id, 'request.jsonnet')})(${JSON.stringify(settings)})`;
}
